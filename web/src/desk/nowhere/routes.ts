import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/:rest(.*)*', name: 'nowhere', component: () => import('./Nowhere.vue') }] satisfies RouteRecordRaw[]
