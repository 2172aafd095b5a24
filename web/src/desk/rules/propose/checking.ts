/** Knows how a text is checked while it is written: a moment after the last stroke, the latest one alone. */
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { ask } from '@/api/ask'
import type { CheckedPolicy } from '@/api/generated'

const STROKE_MS = 400

export interface Checking {
  /** What was found last; of an earlier text while `pending`. */
  found: ComputedRef<CheckedPolicy | null>
  /** What is written is not checked yet. */
  pending: ComputedRef<boolean>
  error: Ref<Error | null>
  again: () => unknown
}

export function useChecking(text: Ref<string>): Checking {
  const settled = ref(text.value)
  watch(text, (now, _, stopped) => {
    const timer = setTimeout(() => (settled.value = now), STROKE_MS)
    stopped(() => clearTimeout(timer))
  })
  const asked = useQuery({
    queryKey: ['policies', 'check', settled],
    queryFn: ({ signal }) => ask<CheckedPolicy>('/v1/policies/check', { method: 'POST', body: { text: settled.value }, signal }),
    enabled: computed(() => settled.value.trim() !== ''),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
  return {
    found: computed(() => asked.data.value ?? null),
    pending: computed(() => settled.value !== text.value || asked.isPending.value || asked.isPlaceholderData.value),
    error: asked.error,
    again: () => asked.refetch(),
  }
}
