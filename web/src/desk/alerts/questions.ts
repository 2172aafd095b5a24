/** Knows what the page of alerts asks: lists in pages, the explanation behind an alert, what was sent of it. */
import { useInfiniteQuery, useQuery, type UseInfiniteQueryReturnType, type UseQueryReturnType } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { ask, type Query } from '@/api/ask'
import type { AlertPage, DeliveryPage, ExplanationView, NoticePage } from '@/api/generated'
import type { Pages, Read, View } from './list'

type Held<T> = Readonly<Ref<T>>

function paged<Page extends { next_cursor: string | null }>(key: unknown[], path: string, query: () => Query, enabled: () => boolean): UseInfiniteQueryReturnType<Pages<Page>, Error> {
  return useInfiniteQuery<Page, Error, Pages<Page>, unknown[], string | null>({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => ask<Page>(path, { query: { ...query(), limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next_cursor,
    // Asked again only when its reader says so: what arrives meanwhile is counted above the list.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    enabled,
  })
}

export function useAlerts(view: Held<View>, read: Held<Read>, region: Held<string | null>): UseInfiniteQueryReturnType<Pages<AlertPage>, Error> {
  const query = (): Query => ({ mine: view.value !== 'all', region: view.value === 'all' ? region.value : null, acknowledged: read.value === 'unread' ? false : null })
  return paged<AlertPage>(['alerts', view, read, region], '/v1/alerts', query, () => view.value !== 'notices')
}

export function useNotices(view: Held<View>, read: Held<Read>): UseInfiniteQueryReturnType<Pages<NoticePage>, Error> {
  return paged<NoticePage>(['notices', read], '/v1/notices', () => ({ seen: read.value === 'unread' ? false : null }), () => view.value === 'notices')
}

export function useExplained(issue: Held<string>): UseQueryReturnType<ExplanationView, Error> {
  return useQuery({ queryKey: ['issue', issue, 'explain'], queryFn: ({ signal }) => ask<ExplanationView>(`/v1/issues/${issue.value}/explain`, { signal }) })
}

/** For those who may read channels: each attempt, and when the next one is. */
export function useDeliveries(alert: Held<string>, may: Held<boolean>): UseQueryReturnType<DeliveryPage, Error> {
  return useQuery({ queryKey: ['deliveries', alert], queryFn: ({ signal }) => ask<DeliveryPage>('/v1/deliveries', { query: { alert: alert.value, limit: 20 }, signal }), enabled: may })
}
