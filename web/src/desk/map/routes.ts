import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/map', name: 'map', component: () => import('./MapPage.vue'), meta: { rail: 'map', order: 3 } }] satisfies RouteRecordRaw[]
