/** Knows the phone's addresses, all under /m/: what each room's `routes.ts` says. */
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'

const rooms = import.meta.glob<RouteRecordRaw[]>('./*/routes.ts', { eager: true, import: 'default' })

/** The tabs that have a page. */
export const pagesThere: ReadonlySet<string> = new Set(
  Object.values(rooms)
    .flat()
    .map((route) => route.meta?.['tab'])
    .filter((tab): tab is string => typeof tab === 'string'),
)

export function createPhoneRouter(): Router {
  return createRouter({ history: createWebHistory('/m/'), routes: Object.values(rooms).flat() })
}
