import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/ledger', name: 'ledger', component: () => import('./Ledger.vue'), meta: { rail: 'ledger', order: 2 } },
  { path: '/ledger/views/:id', name: 'ledger-view', component: () => import('./views/ViewOpen.vue'), props: true, meta: { rail: 'ledger' } },
] satisfies RouteRecordRaw[]
