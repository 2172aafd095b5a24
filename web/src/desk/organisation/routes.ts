import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/organisation', name: 'organisation', component: () => import('./Organisation.vue'), meta: { rail: 'organisation' } },
  { path: '/organisation/import', name: 'organisation-import', component: () => import('./imports/ImportPage.vue'), meta: { rail: 'organisation' } },
] satisfies RouteRecordRaw[]
