import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/project-board', name: 'project-board', component: () => import('./ProjectBoard.vue'), meta: { rail: 'project-board' } }] satisfies RouteRecordRaw[]
