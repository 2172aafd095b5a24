/** Knows what a tab of the browser is called: the page, then the product; in another language it is called anew. */
import { watchEffect } from 'vue'

export function useTitle(page: () => string | null, name: () => string): void {
  watchEffect(() => {
    document.title = [page(), name()].filter(Boolean).join(' · ')
  })
}
