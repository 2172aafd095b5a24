/** Knows the ledger's address: what is asked for stands in it, so that it can be sent to somebody, and Back goes back. */
import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import { alike, askedIn, type Asked } from './filters'

export interface Address {
  asked: ComputedRef<Asked>
  /** The saved view that was opened, by its id. */
  view: ComputedRef<string | null>
  /** The issue looked at beside the list, by its 编号. */
  peek: ComputedRef<string | null>
  /** Asks for another list. `typing`: the address is corrected, not a step to go back by. */
  put: (asked: Asked, typing?: boolean) => void
  openView: (id: string | null, asked: Asked) => void
  look: (serial: string | null) => void
}

export function useAddress(): Address {
  const route = useRoute()
  const router = useRouter()
  const asked = computed<Asked>((before) => {
    const now = askedIn(route.query)
    return before && alike(before, now) ? before : now
  })
  const one = (name: string): string | null => {
    const value = route.query[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const view = computed(() => one('view'))
  const peek = computed(() => one('peek'))

  function go(list: Asked, page: { view: string | null; peek: string | null }, replace: boolean): void {
    const query: LocationQueryRaw = { ...list }
    if (page.view) query['view'] = page.view
    if (page.peek) query['peek'] = page.peek
    void router[replace ? 'replace' : 'push']({ path: route.path, query })
  }

  return {
    asked,
    view,
    peek,
    put: (list, typing = false) => go(list, { view: view.value, peek: null }, typing),
    openView: (id, list) => go(list, { view: id, peek: null }, false),
    // A look beside the list follows the cursor: it is no step to go back by.
    look: (serial) => go(asked.value, { view: view.value, peek: serial }, true),
  }
}
