import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/calendar', name: 'calendar', component: () => import('./CalendarPage.vue'), meta: { rail: 'calendar', order: 8 } },
] satisfies RouteRecordRaw[]
