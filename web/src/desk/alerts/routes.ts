import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/alerts', name: 'alerts', component: () => import('./AlertsPage.vue'), meta: { rail: 'alerts', order: 4 } },
] satisfies RouteRecordRaw[]
