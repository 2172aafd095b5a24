/** Knows who is signed in on this page. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { ask } from '@/api/ask'
import type { PersonView } from '@/api/generated'

export const ME = ['me'] as const

export function askMe(): Promise<PersonView> {
  return ask<PersonView>('/v1/me')
}

export function useMe(): UseQueryReturnType<PersonView, Error> {
  return useQuery({ queryKey: ME, queryFn: askMe, staleTime: 60_000 })
}
