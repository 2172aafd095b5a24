/** Knows what is asked about matters: the sets, one set's tasks, the matters that are on the ledger. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { ask } from '@/api/ask'
import type { IssueSummary, SetLine, SetView } from '@/api/generated'
import { usePaged, type Paged } from '@/api/paged'

export function useSets(): Paged<SetLine> {
  return usePaged(['issues', 'sets'], '/v1/matter-sets', { limit: 50 })
}

export function useMatters(region: () => string | null): Paged<IssueSummary> {
  return usePaged(() => ['issues', 'matters', region()], '/v1/issues', () => ({ source: 'matter', region: region(), limit: 50 }))
}

export function useSet(id: MaybeRefOrGetter<string>): UseQueryReturnType<SetView, Error> {
  return useQuery({
    queryKey: computed(() => ['issues', 'set', toValue(id)]),
    queryFn: ({ signal }) => ask<SetView>(`/v1/matter-sets/${toValue(id)}`, { signal }),
  })
}
