import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/imports', name: 'imports', component: () => import('./Imports.vue'), meta: { rail: 'imports' } },
  { path: '/imports/:id', name: 'import', component: () => import('./ImportPage.vue'), props: true, meta: { rail: 'imports' } },
] satisfies RouteRecordRaw[]
