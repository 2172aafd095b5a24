/** Knows what is asked about dead letters: which there are, what one says, sending it again, and what became of it. */
import { useMutation, useQuery, useQueryClient, type UseMutationReturnType, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed } from 'vue'
import { ask } from '@/api/ask'
import type { DeadLetter, ReceiptView, WholeDeadLetter } from '@/api/generated'
import { usePaged, type Paged } from '@/api/paged'
import { hasSlug } from '@/api/problem'

export const LETTERS = 'dead-letters'
const LOOK_AGAIN_MS = 2_000

export const pathOf = (id: string): string => `/v1/dead-letters/${id.split('/').map(encodeURIComponent).join('/')}`

export function useLetters(replayed: () => boolean): Paged<DeadLetter> {
  return usePaged(() => [LETTERS, 'list', replayed()], '/v1/dead-letters', () => ({ replayed: replayed(), limit: 50 }))
}

export function useLetter(id: () => string): UseQueryReturnType<WholeDeadLetter, Error> {
  return useQuery({ queryKey: computed(() => [LETTERS, 'one', id()]), queryFn: ({ signal }) => ask<WholeDeadLetter>(pathOf(id()), { signal }) })
}

export function useReplay(): UseMutationReturnType<DeadLetter, Error, string, unknown> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask<DeadLetter>(`${pathOf(id)}/replay`, { method: 'POST' }),
    onSuccess: () => Promise.all([LETTERS, 'health'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
}

/** What became of the report of a letter that was sent again; asked until it is in the ledger. */
export function useOutcome(report: () => string | null, wanted: () => boolean): UseQueryReturnType<ReceiptView, Error> {
  return useQuery({
    queryKey: computed(() => ['receipts', report()]),
    queryFn: ({ signal }) => ask<ReceiptView>(`/v1/receipts/${encodeURIComponent(report() ?? '')}`, { signal }),
    enabled: computed(() => wanted() && report() !== null),
    refetchInterval: ({ state }) => (state.data?.status === 'in_ledger' || (state.error && !hasSlug(state.error, 'unknown-report')) ? false : LOOK_AGAIN_MS),
  })
}
