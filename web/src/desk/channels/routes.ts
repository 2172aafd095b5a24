import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/channels', name: 'channels', component: () => import('./Channels.vue'), meta: { rail: 'channels' } }] satisfies RouteRecordRaw[]
