import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/mine', name: 'mine', component: () => import('./Mine.vue'), meta: { tab: 'mine' } }] satisfies RouteRecordRaw[]
