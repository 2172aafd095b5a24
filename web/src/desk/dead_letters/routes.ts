import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/dead-letters', name: 'dead-letters', component: () => import('./DeadLetters.vue'), meta: { rail: 'dead-letters' } }] satisfies RouteRecordRaw[]
