/** Knows who is signed in on this page. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { ask } from '@/api/ask'
import { meantFor } from '@/api/cookie'
import type { PersonView } from '@/api/generated'

export const ME = ['me'] as const

/** From its first answer on the page is for one person: another who signs in meanwhile is given a page of their own. */
export async function askMe(): Promise<PersonView> {
  const me = await ask<PersonView>('/v1/me')
  meantFor(me.id)
  return me
}

export function useMe(): UseQueryReturnType<PersonView, Error> {
  return useQuery({ queryKey: ME, queryFn: askMe, staleTime: 60_000 })
}
