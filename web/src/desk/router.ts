/** Knows the desk's addresses, all under /d/: what each room's `routes.ts` says; the region goes along from page to page. */
import { shallowRef } from 'vue'
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'

const rooms = import.meta.glob<RouteRecordRaw[]>('./*/routes.ts', { eager: true, import: 'default' })

/** The stops of the rail that have a page. */
export const pagesThere: ReadonlySet<string> = new Set(
  Object.values(rooms)
    .flat()
    .map((route) => route.meta?.['rail'])
    .filter((rail): rail is string => typeof rail === 'string'),
)

/** Where somebody wanted to go, and the page's own parts did not come: there is no line. */
export const unreached = shallowRef<string | null>(null)

export function createDeskRouter(): Router {
  const router = createRouter({ history: createWebHistory('/d/'), routes: Object.values(rooms).flat() })
  router.beforeEach((to, from) => {
    const region = from.query['region']
    if (to.path === from.path || region === undefined || to.query['region'] !== undefined) return true
    return { ...to, query: { ...to.query, region } }
  })
  router.onError((_, to) => (unreached.value = to.fullPath))
  router.afterEach(() => (unreached.value = null))
  return router
}
