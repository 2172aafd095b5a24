/** Knows what the phone's service worker does: serve the kept pages with no network, and change over only when told. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[]; __ENGLISH: string[] }

/** There where somebody reads English on this phone. */
const ENGLISH = 'xiaohao-english'

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/m/index.html'), { allowlist: [/^\/m\//] }))

registerRoute(
  ({ url }) => self.__ENGLISH.includes(url.pathname),
  async ({ request }) => (await caches.match(request)) ?? fetch(request),
)

const places = (kept: readonly Request[]): string[] => kept.map(({ url }) => new URL(url).pathname)

async function keepEnglish(): Promise<void> {
  const cache = await caches.open(ENGLISH)
  const there = places(await cache.keys())
  await cache.addAll(self.__ENGLISH.filter((place) => !there.includes(place)))
}

async function dropOldEnglish(): Promise<void> {
  if (!(await caches.has(ENGLISH))) return
  const cache = await caches.open(ENGLISH)
  const old = places(await cache.keys()).filter((place) => !self.__ENGLISH.includes(place))
  await Promise.all(old.map((place) => cache.delete(place)))
}

// Who reads English has that of a new version before it takes over.
self.addEventListener('install', (event) => event.waitUntil(caches.has(ENGLISH).then((reads) => (reads ? keepEnglish() : undefined))))
self.addEventListener('activate', (event) => event.waitUntil(dropOldEnglish()))
// A new worker waits until the page says so: never in the middle of a report.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting()
  if (event.data === 'english') event.waitUntil(keepEnglish())
})
