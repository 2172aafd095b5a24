/** Knows saved views: a list under a name, whose address may be passed on. */
import { useMutation, useQuery, useQueryClient, type UseMutationReturnType, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { ask } from '@/api/ask'
import type { KeptView, KeptViews, ViewAsked } from '@/api/generated'

export const SHOWN = ['me', 'colleagues', 'everyone'] as const

export function useViews(): UseQueryReturnType<KeptView[], Error> {
  return useQuery({ queryKey: ['views'], queryFn: async ({ signal }) => (await ask<KeptViews>('/v1/views', { signal })).items })
}

export function useView(id: MaybeRefOrGetter<string | null>): UseQueryReturnType<KeptView, Error> {
  return useQuery({
    queryKey: computed(() => ['views', toValue(id)]),
    queryFn: ({ signal }) => ask<KeptView>(`/v1/views/${encodeURIComponent(toValue(id) ?? '')}`, { signal }),
    enabled: computed(() => toValue(id) !== null),
  })
}

/** Keeps a view: a new one, or the one of that id changed. */
export function useKeep(): UseMutationReturnType<KeptView, Error, { id: string | null; view: ViewAsked }, unknown> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, view }) =>
      ask<KeptView>(id ? `/v1/views/${encodeURIComponent(id)}` : '/v1/views', { method: id ? 'PUT' : 'POST', body: view }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['views'] }),
  })
}

export function useForget(): UseMutationReturnType<unknown, Error, string, unknown> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id) => ask(`/v1/views/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['views'] }),
  })
}
