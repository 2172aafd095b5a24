/** Knows what is asked about campaigns: which there are, how far each place is on a day, what is behind a number. */
import { keepPreviousData, useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { ask } from '@/api/ask'
import type { CampaignBehind, CampaignList, ProgressView } from '@/api/generated'

export interface Looked {
  name: string
  day: string
}

export interface Behind extends Looked {
  figure: string
  subject: string
}

export function useCampaigns(): UseQueryReturnType<CampaignList, Error> {
  return useQuery({ queryKey: ['campaigns'], queryFn: ({ signal }) => ask<CampaignList>('/v1/campaigns', { signal }), staleTime: 3_600_000 })
}

/** Before it is known which one, nothing is asked. */
export function useProgress(looked: () => Looked): UseQueryReturnType<ProgressView, Error> {
  return useQuery({
    queryKey: ['campaigns', 'progress', looked],
    queryFn: ({ signal }) => ask<ProgressView>(`/v1/campaigns/${looked().name}`, { query: { day: looked().day || null }, signal }),
    enabled: () => looked().name !== '',
    placeholderData: keepPreviousData,
  })
}

export function useBehind(behind: () => Behind): UseQueryReturnType<CampaignBehind, Error> {
  return useQuery({
    queryKey: ['campaigns', 'behind', behind],
    queryFn: ({ signal }) => {
      const { name, day, figure, subject } = behind()
      return ask<CampaignBehind>(`/v1/campaigns/${name}/rows`, { query: { day: day || null, figure, subject }, signal })
    },
    enabled: () => behind().figure !== '',
  })
}
