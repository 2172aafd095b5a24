import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/issues', name: 'issues', component: () => import('./Issues.vue'), meta: { tab: 'issues' } },
  { path: '/issues/:serial', name: 'issue', component: () => import('./page/IssuePage.vue'), props: true, meta: { tab: 'issues' } },
  { path: '/issues/:serial/verify', name: 'verify', component: () => import('./verify/VerifyPage.vue'), props: true, meta: { tab: 'issues' } },
  { path: '/issues/:serial/:command', name: 'give', component: () => import('./give/GivePage.vue'), props: true, meta: { tab: 'issues' } },
] satisfies RouteRecordRaw[]
