import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/vacancies', name: 'vacancies', component: () => import('./Vacancies.vue'), meta: { rail: 'vacancies' } }] satisfies RouteRecordRaw[]
