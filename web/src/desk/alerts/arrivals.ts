/** Knows what arrived since the list was read: it is counted, and nothing of the list moves until its reader says so. */
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { AlertView } from '@/api/generated'
import { onLive } from '@/session/live/live'
import type { View } from './list'

export interface Arrivals {
  count: ComputedRef<number>
  take: () => void
}

/** `marked` is called with alerts that somebody has acknowledged meanwhile. */
export function useArrivals(view: Readonly<Ref<View>>, me: () => string | null, marked: (now: readonly AlertView[]) => void): Arrivals {
  const arrived = ref(new Set<string>())
  const take = (): void => arrived.value.clear()
  onLive('alert.fired', (alert) => {
    if (view.value === 'all' || (view.value === 'mine' && alert.recipient_person_id === me())) arrived.value.add(alert.id)
  })
  onLive('notice.given', (notice) => {
    if (view.value === 'notices') arrived.value.add(notice.id)
  })
  onLive('alert.acknowledged', (alert) => marked([alert]))
  watch(view, take)
  return { count: computed(() => arrived.value.size), take }
}
