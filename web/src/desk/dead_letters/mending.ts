/** Knows how the report of a dead letter is mended: its words checked as they are typed, then sent once. */
import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseMutationReturnType } from '@tanstack/vue-query'
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { ask } from '@/api/ask'
import type { CheckedText, DeadLetter, FaultView } from '@/api/generated'
import { LETTERS, pathOf } from './questions'

const STROKE_MS = 400

export interface Checked {
  /** What is wrong with the words, as far as they were checked; of earlier ones while `pending`. */
  faults: ComputedRef<readonly FaultView[]>
  pending: ComputedRef<boolean>
  error: Ref<Error | null>
  again: () => unknown
}

/** A moment after the last stroke, the latest words alone. */
export function useCheckedText(id: string, text: Ref<string>): Checked {
  const settled = ref(text.value)
  watch(text, (now, _, stopped) => {
    const timer = setTimeout(() => (settled.value = now), STROKE_MS)
    stopped(() => clearTimeout(timer))
  })
  const asked = useQuery({
    queryKey: [LETTERS, 'check', id, settled],
    queryFn: ({ signal }) => ask<CheckedText>(`${pathOf(id)}/check`, { method: 'POST', body: { content: settled.value }, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
  return {
    faults: computed(() => asked.data.value?.faults ?? []),
    pending: computed(() => settled.value !== text.value || asked.isFetching.value || asked.isPlaceholderData.value),
    error: asked.error,
    again: () => asked.refetch(),
  }
}

export function useMending(id: string): UseMutationReturnType<DeadLetter, Error, { content: string; reason: string }, unknown> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body) => ask<DeadLetter>(`${pathOf(id)}/mend`, { method: 'POST', body }),
    onSuccess: () => Promise.all([LETTERS, 'health'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
}
