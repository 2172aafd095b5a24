import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/projects', name: 'projects', component: () => import('./Projects.vue'), meta: { rail: 'projects', order: 5 } },
  { path: '/projects/months', name: 'project-months', component: () => import('./figures/Months.vue'), meta: { rail: 'projects' } },
  { path: '/projects/import', name: 'figures-import', component: () => import('./importing/FiguresImport.vue'), meta: { rail: 'projects', words: 'projects/importing' } },
  { path: '/permits', name: 'permits', component: () => import('./permits/AllPermits.vue'), meta: { rail: 'projects' } },
  { path: '/projects/:code', name: 'project', component: () => import('./ProjectPage.vue'), props: true, meta: { rail: 'projects' } },
] satisfies RouteRecordRaw[]
