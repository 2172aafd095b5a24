/** Knows the telephones of those who are told next, for whoever may read their entries of the registry. */
import { useQueries } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { ask } from '@/api/ask'
import type { PersonEntry } from '@/api/generated'

const MOST = 20
const KEPT_MS = 600_000

async function telephoneOf(person: string, signal: AbortSignal): Promise<string | null> {
  const { entry } = await ask<PersonEntry>(`/v1/registry/persons/${encodeURIComponent(person)}`, { signal })
  return entry.phone ?? null
}

export function useTelephones(persons: () => readonly string[]): ComputedRef<ReadonlyMap<string, string>> {
  const asked = computed(() => persons().slice(0, MOST))
  const answers = useQueries({
    queries: computed(() =>
      asked.value.map((person) => ({
        queryKey: ['telephone', person],
        queryFn: ({ signal }: { signal: AbortSignal }) => telephoneOf(person, signal),
        staleTime: KEPT_MS,
        retry: false,
      })),
    ),
  })
  return computed(() => {
    const known = new Map<string, string>()
    answers.value.forEach((answer, n) => {
      const person = asked.value[n]
      if (person !== undefined && answer.data) known.set(person, answer.data)
    })
    return known
  })
}
