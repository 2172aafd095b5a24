/** Knows what is asked about targets: how those of a year stand, and the figure that a lead unit enters. */
import { useMutation, useQuery, useQueryClient, type UseMutationReturnType, type UseQueryReturnType } from '@tanstack/vue-query'
import { ask } from '@/api/ask'
import type { TargetBoard, TargetFigureAsked, TargetFigureView } from '@/api/generated'

const TARGETS = 'targets'

export function useTargets(): UseQueryReturnType<TargetBoard, Error> {
  return useQuery({ queryKey: [TARGETS], queryFn: ({ signal }) => ask<TargetBoard>('/v1/targets', { signal }) })
}

export interface Entered {
  code: string
  said: TargetFigureAsked
}

export function useEntering(): UseMutationReturnType<TargetFigureView, Error, Entered, unknown> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ code, said }: Entered) => ask<TargetFigureView>(`/v1/targets/${encodeURIComponent(code)}/figures`, { method: 'POST', body: said }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [TARGETS] }),
  })
}
