/** Knows what is asked about rankings: the rules, one of a period, what is behind a figure of it, its bulletins. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed } from 'vue'
import { ask, type Query } from '@/api/ask'
import type { BehindView, BulletinList, RankingView, RuleList } from '@/api/generated'

export interface Chosen {
  rule: string
  period: string
}

export function useRules(): UseQueryReturnType<RuleList, Error> {
  return useQuery({ queryKey: ['rankings'], queryFn: ({ signal }) => ask<RuleList>('/v1/rankings', { signal }) })
}

/** Without a period it is this month's; asked of nothing until a rule is chosen. */
export function useRanking(chosen: () => Chosen): UseQueryReturnType<RankingView, Error> {
  return useQuery({
    queryKey: computed(() => ['rankings', 'of', chosen()]),
    queryFn: ({ signal }) => ask<RankingView>(`/v1/rankings/${chosen().rule}`, { query: { period: chosen().period }, signal }),
    enabled: () => chosen().rule !== '',
  })
}

export function useBehind(rule: () => string, query: () => Query): UseQueryReturnType<BehindView, Error> {
  return useQuery({
    queryKey: computed(() => ['rankings', 'rows', rule(), query()]),
    queryFn: ({ signal }) => ask<BehindView>(`/v1/rankings/${rule()}/rows`, { query: query(), signal }),
  })
}

export function useBulletins(chosen: () => Chosen, may: () => boolean): UseQueryReturnType<BulletinList, Error> {
  return useQuery({
    queryKey: computed(() => ['bulletins', chosen()]),
    queryFn: ({ signal }) => ask<BulletinList>('/v1/bulletins', { query: { ...chosen() }, signal }),
    enabled: may,
  })
}
