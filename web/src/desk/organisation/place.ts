/** Knows where one looks in the registry, as the address has it: units or people, and which one stands beside the list. */
import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export type Chosen = { unit: string } | { person: string }

export interface Looking {
  view: ComputedRef<'units' | 'people'>
  unit: ComputedRef<string | null>
  person: ComputedRef<string | null>
  show: (view: 'units' | 'people') => void
  /** Where a link to one of them leads; null back to the list. */
  to: (chosen: Chosen | null) => { query: Record<string, string> }
  go: (chosen: Chosen | null) => void
}

export function useLooking(): Looking {
  const route = useRoute()
  const router = useRouter()
  const one = (name: string): string | null => (typeof route.query[name] === 'string' ? route.query[name] : null)
  const view = computed(() => (one('view') === 'people' ? ('people' as const) : ('units' as const)))
  const kept = (): Record<string, string> => ({ ...(one('region') && { region: one('region') as string }), ...(view.value === 'people' && { view: 'people' }) })
  const to = (chosen: Chosen | null): { query: Record<string, string> } => ({ query: { ...kept(), ...chosen } })
  return {
    view,
    unit: computed(() => one('unit')),
    person: computed(() => one('person')),
    show: (next) => {
      const region = one('region')
      void router.replace({ query: { ...(region && { region }), ...(next === 'people' && { view: 'people' }) } })
    },
    to,
    go: (chosen) => void router.push(to(chosen)),
  }
}
