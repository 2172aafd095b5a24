/** Knows what the page of alerts asks: lists in pages, the explanation behind an alert, what was sent of it. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { ask, type Query } from '@/api/ask'
import { usePaged, type Paged } from '@/api/paged'
import type { AlertView, DeliveryPage, ExplanationView, NoticeView } from '@/api/generated'
import type { Read, View } from './list'

type Held<T> = Readonly<Ref<T>>

const PAGE = 50

export function useAlerts(view: Held<View>, read: Held<Read>, region: Held<string | null>): Paged<AlertView> {
  const query = (): Query => ({ mine: view.value !== 'all', region: view.value === 'all' ? region.value : null, acknowledged: read.value === 'unread' ? false : null, limit: PAGE })
  return usePaged<AlertView>(() => ['alerts', view.value, read.value, region.value], '/v1/alerts', query, { enabled: () => view.value !== 'notices', still: true })
}

export function useNotices(view: Held<View>, read: Held<Read>): Paged<NoticeView> {
  const query = (): Query => ({ seen: read.value === 'unread' ? false : null, limit: PAGE })
  return usePaged<NoticeView>(() => ['notices', read.value], '/v1/notices', query, { enabled: () => view.value === 'notices', still: true })
}

export function useExplained(issue: Held<string>): UseQueryReturnType<ExplanationView, Error> {
  return useQuery({ queryKey: ['issue', issue, 'explain'], queryFn: ({ signal }) => ask<ExplanationView>(`/v1/issues/${issue.value}/explain`, { signal }) })
}

/** For those who may read channels: each attempt, and when the next one is. */
export function useDeliveries(alert: Held<string>, may: Held<boolean>): UseQueryReturnType<DeliveryPage, Error> {
  return useQuery({ queryKey: ['deliveries', alert], queryFn: ({ signal }) => ask<DeliveryPage>('/v1/deliveries', { query: { alert: alert.value, limit: 20 }, signal }), enabled: may })
}
