import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/reported', name: 'reported', component: () => import('./Reported.vue'), meta: { tab: 'mine' } }] satisfies RouteRecordRaw[]
