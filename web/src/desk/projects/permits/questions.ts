/** Knows what is asked about permits: how a project's stand, those of all, whose they may be, and a report of one. */
import { useMutation, useQuery, useQueryClient, type UseMutationReturnType, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed } from 'vue'
import { ask } from '@/api/ask'
import type { Light, NewPermit, PermitReportView, PermitState, PermitView, ProjectPermits, UnitView } from '@/api/generated'
import { usePaged, type Paged } from '@/api/paged'
import { whole } from '@/api/whole'

const HOUR_MS = 3_600_000

export function usePermits(code: () => string, enabled: () => boolean = () => true): UseQueryReturnType<ProjectPermits, Error> {
  return useQuery({ enabled, queryKey: computed(() => ['permits', code()]), queryFn: ({ signal }) => ask<ProjectPermits>(`/v1/projects/${code()}/permits`, { signal }) })
}

/** Which permits of all projects: of this light, state and region; null narrows nothing. */
export interface WantedPermits {
  light: Light | null
  state: PermitState | null
  region: string | null
}

export function useAllPermits(wanted: () => WantedPermits): Paged<PermitView> {
  return usePaged(() => ['permits', 'all', wanted()], '/v1/permits', () => ({ ...wanted(), limit: 100 }))
}

export function useUnits(): UseQueryReturnType<UnitView[], Error> {
  return useQuery({ queryKey: ['units', 'all'], queryFn: ({ signal }) => whole<UnitView>('/v1/units', {}, { signal }), staleTime: HOUR_MS })
}

export function useReporting(code: () => string): UseMutationReturnType<PermitReportView, Error, NewPermit, unknown> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (said: NewPermit) => ask<PermitReportView>(`/v1/projects/${code()}/permits`, { method: 'POST', body: said }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['permits'] }),
  })
}
