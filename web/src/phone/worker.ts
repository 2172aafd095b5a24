/** Knows what the phone's service worker does: serve the kept pages with no network, and change over only when told. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[] }

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/m/index.html'), { allowlist: [/^\/m\//] }))

// A new worker waits until the page says so: never in the middle of a report.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting()
})
