/** Knows what a board asks, each answer kept under ['board', …] so that what happens marks all of them. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { ask } from '@/api/ask'
import type { Board, ComingSteps, Days, InboxView, Numbers, SinceView, Slowest, Steps } from '@/api/generated'

/** Lights change by time alone: nothing happens, and what was yellow is red. */
const LIGHTS_MS = 60_000

type Region = Readonly<Ref<string | null>>
type Asked<T> = UseQueryReturnType<T, Error>

function question<T>(what: string, path: string, region: Region, query: () => Record<string, string> = () => ({})): Asked<T> {
  return useQuery<T>({
    queryKey: ['board', what, region],
    queryFn: ({ signal }) => ask<T>(path, { query: { region: region.value, ...query() }, signal }),
    refetchInterval: LIGHTS_MS,
  })
}

export const useBoard = (region: Region): Asked<Board> => question<Board>('regions', '/v1/boards', region)
export const useNumbers = (region: Region): Asked<Numbers> => question<Numbers>('numbers', '/v1/boards/numbers', region)
export const useDays = (region: Region): Asked<Days> => question<Days>('days', '/v1/boards/days', region)
/** The steps that fire today, with whom they tell. */
export const useComing = (region: Region): Asked<ComingSteps> => question<ComingSteps>('coming', '/v1/boards/coming', region)
export const useSince = (region: Region): Asked<SinceView> => question<SinceView>('since', '/v1/boards/since', region)
export const useSlowest = (region: Region, first: () => string): Asked<Slowest> =>
  question<Slowest>('slowest', '/v1/boards/slowest', region, () => ({ first: first(), limit: '5' }))
export const useSteps = (region: Region, first: () => string): Asked<Steps> => question<Steps>('steps', '/v1/boards/steps', region, () => ({ first: first() }))

/** What waits for whoever asks, whatever the region looked at. */
export function useInbox(wanted: () => boolean): Asked<InboxView> {
  return useQuery<InboxView>({
    queryKey: ['inbox', 'todo'],
    queryFn: ({ signal }) => ask<InboxView>('/v1/inbox', { query: { limit: 50 }, signal }),
    enabled: wanted,
    refetchInterval: LIGHTS_MS,
  })
}

/** I looked at what there was then. */
export async function sayLooked(asOf: string): Promise<void> {
  await ask('/v1/boards/since', { method: 'PUT', body: { at: asOf } })
}
