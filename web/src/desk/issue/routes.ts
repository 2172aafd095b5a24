import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/issues/:id', name: 'issue', component: () => import('./IssuePage.vue'), props: true, meta: { rail: 'ledger' } },
] satisfies RouteRecordRaw[]
