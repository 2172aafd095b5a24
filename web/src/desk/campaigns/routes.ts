import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/campaigns', name: 'campaigns', component: () => import('./Campaigns.vue'), meta: { rail: 'campaigns' } }] satisfies RouteRecordRaw[]
