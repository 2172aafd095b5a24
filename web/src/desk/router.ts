/** Knows the desk's addresses, all under /d/: what each room's `routes.ts` says; the region goes along from page to page. */
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'

const rooms = import.meta.glob<RouteRecordRaw[]>('./*/routes.ts', { eager: true, import: 'default' })

/** The stops of the rail that have a page. */
export const pagesThere: ReadonlySet<string> = new Set(
  Object.values(rooms)
    .flat()
    .map((route) => route.meta?.['rail'])
    .filter((rail): rail is string => typeof rail === 'string'),
)

export function createDeskRouter(): Router {
  const router = createRouter({ history: createWebHistory('/d/'), routes: Object.values(rooms).flat() })
  router.beforeEach((to, from) => {
    const region = from.query['region']
    if (to.path === from.path || region === undefined || to.query['region'] !== undefined) return true
    return { ...to, query: { ...to.query, region } }
  })
  return router
}
