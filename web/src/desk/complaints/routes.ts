import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/complaints', name: 'complaints', component: () => import('./Complaints.vue'), meta: { rail: 'complaints' } }] satisfies RouteRecordRaw[]
