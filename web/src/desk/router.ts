/** Knows the desk's addresses, all under /d/: what each room's `routes.ts` says. */
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'

const rooms = import.meta.glob<RouteRecordRaw[]>('./*/routes.ts', { eager: true, import: 'default' })

export function createDeskRouter(): Router {
  return createRouter({ history: createWebHistory('/d/'), routes: Object.values(rooms).flat() })
}
