import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/alerts', name: 'alerts', component: () => import('./Alerts.vue'), meta: { tab: 'alerts' } },
  { path: '/alerts/:serial/:id', name: 'alert', component: () => import('./AlertPage.vue'), props: true, meta: { tab: 'alerts' } },
] satisfies RouteRecordRaw[]
