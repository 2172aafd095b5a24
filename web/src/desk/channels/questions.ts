/** Knows what is asked about channels: the endpoints there are, and what went, or did not go, to one of them. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { ask } from '@/api/ask'
import type { ChannelList, DeliveryView } from '@/api/generated'
import { usePaged, type Paged } from '@/api/paged'

const LOOK_AGAIN_MS = 30_000
const PAGE = 50

export function useEndpoints(wanted: () => boolean): UseQueryReturnType<ChannelList, Error> {
  return useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => ask<ChannelList>('/v1/channels', { signal }),
    refetchInterval: LOOK_AGAIN_MS,
    enabled: wanted,
  })
}

export function useDeliveries(endpoint: () => string): Paged<DeliveryView> {
  return usePaged(() => ['channels', 'deliveries', endpoint()], '/v1/deliveries', () => ({ endpoint: endpoint(), limit: PAGE }))
}
