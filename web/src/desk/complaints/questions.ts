/** Knows what is asked of the register of complaints: its list, its counts, one with its versions; and what is entered. */
import { useMutation, useQuery, useQueryClient, type UseMutationReturnType, type UseQueryReturnType } from '@tanstack/vue-query'
import { ask } from '@/api/ask'
import type { ComplaintCounts, ComplaintHistory, ComplaintVersion, ComplaintView, ComplaintWithdrawal, NewComplaint } from '@/api/generated'
import { usePaged, type Paged } from '@/api/paged'

const COMPLAINTS = 'complaints'

export interface Wanted {
  region: string | null
  kind: string | null
  month: string | null
}

export function useComplaints(wanted: () => Wanted): Paged<ComplaintView> {
  return usePaged(() => [COMPLAINTS, 'list', wanted()], '/v1/complaints', () => ({ ...wanted(), limit: 50 }))
}

/** Of every kind: it is the kinds that are compared. */
export function useCounts(wanted: () => Wanted): UseQueryReturnType<ComplaintCounts, Error> {
  return useQuery({
    queryKey: [COMPLAINTS, 'counts', () => wanted().region, () => wanted().month],
    queryFn: ({ signal }) => ask<ComplaintCounts>('/v1/complaints/counts', { query: { region: wanted().region, month: wanted().month }, signal }),
  })
}

export function useOne(id: () => string): UseQueryReturnType<ComplaintHistory, Error> {
  return useQuery({
    queryKey: [COMPLAINTS, 'one', id],
    queryFn: ({ signal }) => ask<ComplaintHistory>(`/v1/complaints/${encodeURIComponent(id())}`, { signal }),
  })
}

export function useEntering(): UseMutationReturnType<ComplaintVersion, Error, NewComplaint, unknown> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (said: NewComplaint) => ask<ComplaintVersion>('/v1/complaints', { method: 'POST', body: said }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [COMPLAINTS] }),
  })
}

export function useWithdrawing(id: () => string): UseMutationReturnType<ComplaintVersion, Error, ComplaintWithdrawal, unknown> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (said: ComplaintWithdrawal) => ask<ComplaintVersion>(`/v1/complaints/${encodeURIComponent(id())}/withdrawal`, { method: 'POST', body: said }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [COMPLAINTS] }),
  })
}
