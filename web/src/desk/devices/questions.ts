/** Knows what security asks and does about others' credentials: what somebody is signed in by, ending one or all of it. */
import { useQuery, useQueryClient, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed } from 'vue'
import { ask } from '@/api/ask'
import type { CredentialsView, EntryView, JournalPage, ListedPerson, NewCode } from '@/api/generated'
import { usePaged, type Paged } from '@/api/paged'

const CREDENTIALS = 'credentials'
const LATEST = 20

export function useHolders(wanted: () => { region: string | null; q: string }): Paged<ListedPerson> {
  return usePaged(() => [CREDENTIALS, 'people', wanted()], '/v1/persons', () => ({ ...wanted(), limit: 50 }))
}

export function useCredentials(person: () => string): UseQueryReturnType<CredentialsView, Error> {
  return useQuery({
    queryKey: computed(() => [CREDENTIALS, 'of', person()]),
    queryFn: ({ signal }) => ask<CredentialsView>(`/v1/persons/${encodeURIComponent(person())}/credentials`, { signal }),
  })
}

export function useJournal(asked: () => { person?: string; what?: EntryView['what'] }): UseQueryReturnType<JournalPage, Error> {
  return useQuery({
    queryKey: computed(() => [CREDENTIALS, 'journal', asked()]),
    queryFn: ({ signal }) => ask<JournalPage>('/v1/journal', { query: { ...asked(), limit: LATEST }, signal }),
  })
}

/** One session, device or token, or with null all that somebody is signed in by. */
export interface ToEnd {
  kind: 'sessions' | 'devices' | 'tokens'
  id: string
  name: string
}

export function useEnding(person: () => string): { end: (one: ToEnd | null) => Promise<void>; issueCode: () => Promise<NewCode> } {
  const queries = useQueryClient()
  const base = (): string => `/v1/persons/${encodeURIComponent(person())}`
  const pathOf = (one: ToEnd | null): string => {
    if (one === null) return `${base()}/credentials`
    return one.kind === 'tokens' ? `/v1/tokens/${one.id}` : `${base()}/${one.kind}/${one.id}`
  }
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: [CREDENTIALS] })
  return {
    async end(one) {
      try {
        await ask(pathOf(one), { method: 'DELETE' })
      } finally {
        await again()
      }
    },
    async issueCode() {
      const made = await ask<NewCode>(`${base()}/code`, { method: 'POST' })
      await again()
      return made
    },
  }
}
