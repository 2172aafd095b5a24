/** Knows what a command would come to, asked while its form is filled in. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import { ask } from '@/api/ask'
import type { ForeseenView } from '@/api/generated'
import type { Written } from './written'

const STILL_MS = 400

/** The value once it did not change for a moment. */
function useStill<T>(source: () => T): Readonly<Ref<T>> {
  const still = ref(source()) as Ref<T>
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(source, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => (still.value = now), STILL_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return still
}

export function useForeseen(issue: () => string, command: () => string, written: () => Written): UseQueryReturnType<ForeseenView, Error> {
  const words = useStill(() => (written().missing.length ? null : JSON.stringify(written().body)))
  return useQuery({
    queryKey: computed(() => ['foreseen', issue(), command(), words.value]),
    queryFn: ({ signal }) =>
      ask<ForeseenView>(`/v1/issues/${issue()}/${command()}`, { method: 'POST', query: { dry_run: true }, body: JSON.parse(words.value ?? '{}') as unknown, signal }),
    enabled: () => words.value !== null,
    retry: false,
    gcTime: 0,
  })
}
