import type { RouteRecordRaw } from 'vue-router'
import Today from './Today.vue'

export default [{ path: '/', name: 'today', component: Today, meta: { tab: 'today' } }] satisfies RouteRecordRaw[]
