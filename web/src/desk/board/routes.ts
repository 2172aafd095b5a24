import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/', name: 'board', component: () => import('./Board.vue'), meta: { rail: 'board', order: 1 } },
] satisfies RouteRecordRaw[]
