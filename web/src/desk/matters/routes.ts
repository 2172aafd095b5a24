import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/matters', name: 'matters', component: () => import('./Matters.vue'), meta: { rail: 'matters', order: 6 } },
  { path: '/matters/enter', name: 'matter-enter', component: () => import('./enter/EnterMatter.vue'), meta: { rail: 'matters' } },
  { path: '/matters/enter-set', name: 'matter-set-enter', component: () => import('./enter/EnterSet.vue'), meta: { rail: 'matters' } },
  { path: '/matters/sets/:id', name: 'matter-set', component: () => import('./SetPage.vue'), props: true, meta: { rail: 'matters' } },
] satisfies RouteRecordRaw[]
