/** Knows a newer version of the pages: taken on a tap, or when they are opened cold; never while something is being written. */
import { ref } from 'vue'

export const isWaiting = ref(false)
let waiting: ServiceWorker | null = null

function offer(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return
  waiting = worker
  isWaiting.value = true
}

export async function watchVersion(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.ready
  offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed') offer(coming)
    })
  })
}

/** Change over, and open the pages anew. */
export function takeVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting?.postMessage('take-over')
}
