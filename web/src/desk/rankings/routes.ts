import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/rankings', name: 'rankings', component: () => import('./RankingsPage.vue'), meta: { rail: 'rankings', order: 5 } },
  { path: '/rankings/:rule/rows', name: 'ranking-rows', component: () => import('./RowsPage.vue'), props: true, meta: { rail: 'rankings' } },
] satisfies RouteRecordRaw[]
