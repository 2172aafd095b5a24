/** Knows which days are worked where an issue is, as the ledger's clocks count them. */
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { ask } from '@/api/ask'
import type { CalendarView } from '@/api/generated'
import { weekdays, type Works } from './plan'

interface Workdays {
  works: ComputedRef<Works>
  /** Whether the calendar told; without it Monday to Friday are counted. */
  told: ComputedRef<boolean>
}

export function useWorkdays(region: MaybeRefOrGetter<string>, first: MaybeRefOrGetter<string>, last: MaybeRefOrGetter<string>): Workdays {
  const { data } = useQuery({
    queryKey: computed(() => ['calendar', toValue(region), toValue(first), toValue(last)]),
    queryFn: ({ signal }) => ask<CalendarView>('/v1/calendar', { query: { region: toValue(region), first: toValue(first), last: toValue(last) }, signal }),
    staleTime: 3_600_000,
    enabled: computed(() => toValue(first) <= toValue(last)),
  })
  const days = computed(() => new Map(data.value?.days.map(({ day, working }) => [day, working]) ?? []))
  return { works: computed(() => (day: string) => days.value.get(day) ?? weekdays(day)), told: computed(() => data.value !== undefined) }
}
