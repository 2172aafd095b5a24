import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/targets', name: 'targets', component: () => import('./Targets.vue'), meta: { rail: 'targets' } }] satisfies RouteRecordRaw[]
