/** Knows what is asked about rules: the versions, one of them whole, who changed what, what categories and people are called. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { ask } from '@/api/ask'
import type { CategoryView, ChangeView, PolicyList, PolicyView } from '@/api/generated'
import { usePaged, type Paged } from '@/api/paged'
import { useMe } from '@/session/me'

export function usePolicies(): UseQueryReturnType<PolicyList, Error> {
  return useQuery({ queryKey: ['policies'], queryFn: ({ signal }) => ask<PolicyList>('/v1/policies', { signal }) })
}

/** One version whole; nothing is asked where no key is given. */
export function usePolicy(key: MaybeRefOrGetter<string | null>): UseQueryReturnType<PolicyView, Error> {
  return useQuery({
    queryKey: computed(() => ['policies', 'one', toValue(key)]),
    queryFn: ({ signal }) => ask<PolicyView>(`/v1/policies/${(toValue(key) ?? '').replace('@', '/')}`, { signal }),
    enabled: computed(() => toValue(key) !== null),
  })
}

export function useChanges(): Paged<ChangeView> {
  return usePaged(['policies', 'history'], '/v1/history/policies', { limit: 20 })
}

/** What categories are called, by code. */
export function useCategories(): ComputedRef<Map<string, CategoryView>> {
  const asked = useQuery({ queryKey: ['categories'], queryFn: ({ signal }) => ask<{ items: CategoryView[] }>('/v1/categories', { signal }), staleTime: 3_600_000 })
  return computed(() => new Map((asked.data.value?.items ?? []).map((category) => [category.code, category])))
}

/** Whether one's duties allow an action at all; undefined until it is known. */
export function useMay(): (action: string) => boolean | undefined {
  const me = useMe()
  return (action) => me.data.value?.may.includes(action)
}
