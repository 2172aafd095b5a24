/** Knows what is asked about the registry: units and people whole, one's posts and projects, what was changed of an entry. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { ask } from '@/api/ask'
import type { ChangePage, PersonEntry, PostCode, PostEntry, ProjectEntry, UnitEntry } from '@/api/generated'
import { usePaged, type Paged } from '@/api/paged'
import { hasSlug } from '@/api/problem'
import { whole } from '@/api/whole'

/** The first word of all keys: one change makes all of it old. */
export const ORGANISATION = 'organisation'
const CHANGES_SHOWN = 10
const KEPT_MS = 60_000

export interface People {
  region: string | null
  q: string
  ended: boolean
}

/**
 * What lies in a region, under a key of its own. The region is told by the key: a query asks again with the function of
 * whoever asked last, who may by then look at another region, and would put a part in the place of the whole.
 */
function useWhole<Entry>(what: string, path: string, region: () => string | null, staleTime = 0): UseQueryReturnType<Entry[], Error> {
  return useQuery<Entry[], Error, Entry[], [string, string, string | null]>({
    queryKey: computed((): [string, string, string | null] => [ORGANISATION, what, region()]),
    queryFn: ({ queryKey: [, , of], signal }) => whole<Entry>(path, { region: of }, { signal }),
    enabled: computed(() => region() !== null),
    staleTime,
  })
}

/** All units of a region and of what lies below it, the retired ones too. */
export function useUnits(region: () => string | null): UseQueryReturnType<UnitEntry[], Error> {
  return useWhole<UnitEntry>('units', '/v1/registry/units', region, KEPT_MS)
}

export function usePeople(wanted: () => People): Paged<PersonEntry> {
  const query = computed(() => ({ region: wanted().region, q: wanted().q, limit: 100, ...(wanted().ended ? {} : { ended: false }) }))
  return usePaged(() => [ORGANISATION, 'people', query.value], '/v1/registry/persons', query)
}

/** All people whose duties lie in a region, those who left too. */
export function usePeopleOf(region: () => string | null): UseQueryReturnType<PersonEntry[], Error> {
  return useWhole<PersonEntry>('people-of', '/v1/registry/persons', region, KEPT_MS)
}

export function useEntry<Entry extends UnitEntry | PersonEntry>(kind: 'units' | 'persons', id: () => string): UseQueryReturnType<Entry, Error> {
  return useQuery({
    queryKey: computed(() => [ORGANISATION, kind, 'one', id()]),
    queryFn: ({ signal }) => ask<Entry>(`/v1/registry/${kind}/${encodeURIComponent(id())}`, { signal }),
  })
}

/** A post, or null where nobody has ever been entered for it. */
export function usePost(code: () => PostCode, place: () => string): UseQueryReturnType<PostEntry | null, Error> {
  return useQuery({
    queryKey: computed(() => [ORGANISATION, 'posts', 'one', code(), place()]),
    queryFn: async ({ signal }) => {
      try {
        return await ask<PostEntry>(`/v1/registry/posts/${encodeURIComponent(`${code()}:${place()}`)}`, { signal })
      } catch (error) {
        if (hasSlug(error, 'unknown-entry')) return null
        throw error
      }
    },
  })
}

/** The posts of the region somebody belongs to, among which theirs are. */
export function usePostsOf(region: () => string | null): UseQueryReturnType<PostEntry[], Error> {
  return useWhole<PostEntry>('posts', '/v1/registry/posts', region)
}

/** The projects whose list names a unit as the one that leads. */
export function useProjectsOf(unit: () => string, region: () => string): { projects: ComputedRef<ProjectEntry[]> } {
  const asked = useWhole<ProjectEntry>('projects', '/v1/registry/projects', region)
  return { projects: computed(() => (asked.data.value ?? []).filter(({ entry }) => entry.lead_unit === unit())) }
}

export function useChanges(kind: () => string, id: () => string): UseQueryReturnType<ChangePage, Error> {
  return useQuery({
    queryKey: computed(() => [ORGANISATION, 'changes', kind(), id()]),
    queryFn: ({ signal }) => ask<ChangePage>('/v1/registry/history', { query: { kind: kind(), entry: id(), limit: CHANGES_SHOWN }, signal }),
  })
}
