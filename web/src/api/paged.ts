/** Knows a list that is read page by page: what is there so far, whether there is more, and how to get it. */
import { useInfiniteQuery, type InfiniteData, type QueryKey } from '@tanstack/vue-query'
import { computed, reactive, toValue, type MaybeRefOrGetter } from 'vue'
import { ask, type Query } from './ask'

interface Page<Line> {
  items: Line[]
  next_cursor: string | null
}

export interface Paged<Line> {
  readonly lines: Line[]
  readonly error: Error | null
  /** Nothing has come yet. */
  readonly pending: boolean
  readonly more: boolean
  /** The next page is on its way. */
  readonly busy: boolean
  next: () => unknown
  again: () => unknown
}

export type Pages<Line> = InfiniteData<Page<Line>, string | null>

export interface Manner {
  enabled?: () => boolean
  /** Asked again only when its reader says so: what arrives meanwhile must not move the lines under them. */
  still?: boolean
}

const STILL = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, refetchOnReconnect: false } as const

export function usePaged<Line>(key: MaybeRefOrGetter<QueryKey>, path: MaybeRefOrGetter<string>, query: MaybeRefOrGetter<Query>, { enabled = () => true, still = false }: Manner = {}): Paged<Line> {
  const asked = useInfiniteQuery({
    queryKey: computed(() => toValue(key)),
    queryFn: ({ pageParam, signal }) => ask<Page<Line>>(toValue(path), { query: { ...toValue(query), cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Line>) => page.next_cursor,
    enabled,
    ...(still && STILL),
  })
  return reactive({
    lines: computed(() => (asked.data.value?.pages ?? []).flatMap((page) => page.items)),
    error: asked.error,
    pending: asked.isPending,
    more: asked.hasNextPage,
    busy: asked.isFetchingNextPage,
    next: () => asked.fetchNextPage(),
    again: () => asked.refetch(),
  }) as Paged<Line>
}
