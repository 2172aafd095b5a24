/** Knows the import that a list is narrowed to: the name of its file; that there is none, or none for who looks. */
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { ask } from '@/api/ask'
import type { ImportView } from '@/api/generated'
import { Problem } from '@/api/problem'

const KEPT_MS = 600_000
const NOT_THEIRS: readonly number[] = [403, 404, 422]

export interface Imported {
  filename: ComputedRef<string | null>
  /** It is not there, or not for who looks. */
  missing: ComputedRef<boolean>
}

export function useImported(id: MaybeRefOrGetter<string | undefined>): Imported {
  const { data, error } = useQuery({
    queryKey: computed(() => ['imports', toValue(id), 'named']),
    queryFn: ({ signal }) => ask<ImportView>(`/v1/imports/${encodeURIComponent(toValue(id) ?? '')}`, { signal }),
    enabled: computed(() => Boolean(toValue(id))),
    staleTime: KEPT_MS,
  })
  return {
    filename: computed(() => data.value?.filename ?? null),
    missing: computed(() => error.value instanceof Problem && NOT_THEIRS.includes(error.value.status)),
  }
}
