import type { RouteRecordRaw } from 'vue-router'
import { newId } from '../outbox/sending/ids'

export default [
  { path: '/report', name: 'report', component: () => import('./Choose.vue'), meta: { tab: 'report' } },
  { path: '/report/:what(visit|recheck|incident)/new', redirect: ({ params, query }) => ({ path: `/report/${String(params['what'])}/${newId()}`, query }) },
  { path: '/report/:what(visit|recheck|incident)/:id', name: 'writing', component: () => import('./Writing.vue'), meta: { tab: 'report' } },
] satisfies RouteRecordRaw[]
