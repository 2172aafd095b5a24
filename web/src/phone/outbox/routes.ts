import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/outbox', name: 'outbox', component: () => import('./Outbox.vue'), meta: { tab: 'outbox' } }] satisfies RouteRecordRaw[]
