import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/figures', name: 'figures', component: () => import('./Figures.vue'), meta: { tab: 'today' } },
  { path: '/figures/:code', name: 'figure', component: () => import('./FigurePage.vue'), props: true, meta: { tab: 'today' } },
] satisfies RouteRecordRaw[]
