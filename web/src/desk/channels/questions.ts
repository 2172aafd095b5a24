/** Knows what is asked about channels: the endpoints there are, what went, or did not go, to one of them, and trying one out. */
import { useMutation, useQuery, useQueryClient, type UseMutationReturnType, type UseQueryReturnType } from '@tanstack/vue-query'
import { ask } from '@/api/ask'
import type { ChannelList, DeliveryView, TrialView } from '@/api/generated'
import { usePaged, type Paged } from '@/api/paged'
import { isStuck, isUnderWay } from './standing'

const LOOK_AGAIN_MS = 30_000
const TRIAL_MS = 1_000
const PAGE = 50

export function useEndpoints(wanted: () => boolean): UseQueryReturnType<ChannelList, Error> {
  return useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => ask<ChannelList>('/v1/channels', { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(({ trial }) => isUnderWay(trial) && !isStuck(trial, Date.now())) ? TRIAL_MS : LOOK_AGAIN_MS),
    enabled: wanted,
  })
}

/** A test message to an endpoint; what came of it stands on the endpoint a moment later. */
export function useTrying(): UseMutationReturnType<TrialView, Error, string, unknown> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask<TrialView>(`/v1/channels/${encodeURIComponent(id)}/try`, { method: 'POST' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['channels'], exact: true }),
  })
}

export function useDeliveries(endpoint: () => string): Paged<DeliveryView> {
  return usePaged(() => ['channels', 'deliveries', endpoint()], '/v1/deliveries', () => ({ endpoint: endpoint(), limit: PAGE }))
}
