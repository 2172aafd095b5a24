import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/health', name: 'health', component: () => import('./HealthPage.vue'), meta: { rail: 'health' } }] satisfies RouteRecordRaw[]
