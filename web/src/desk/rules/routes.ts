import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/rules', name: 'rules', component: () => import('./Rules.vue'), meta: { rail: 'rules', order: 7 } },
  { path: '/rules/propose', name: 'rules-propose', component: () => import('./propose/ProposePage.vue'), meta: { rail: 'rules' } },
  { path: '/rules/:name/:version(\\d+)', name: 'rules-version', component: () => import('./reading/VersionPage.vue'), props: true, meta: { rail: 'rules' } },
] satisfies RouteRecordRaw[]
