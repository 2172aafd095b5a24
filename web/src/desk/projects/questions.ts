/** Knows what is asked about projects: which there are, one's card, who was there, its issues, its months and those of all. */
import { useMutation, useQuery, useQueryClient, type UseMutationReturnType, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { ask } from '@/api/ask'
import type { FigureToJudge, FigureView, IssueSummary, JudgedFigures, MonthStanding, ProjectCard, ProjectFigures, ProjectMonth, ProjectMonths, ProjectView, ReportLine } from '@/api/generated'
import { usePaged, type Paged } from '@/api/paged'
import { toldOf, type Told } from '@/figures/entry/giving'

export interface Wanted {
  region: string | null
  q: string
}

export interface WantedMonths {
  month: string
  region: string | null
  standing: MonthStanding | null
}

const FIGURES = 'figures'
const MONTHS = '/v1/figures'

export function useProjects(wanted: () => Wanted): Paged<ProjectView> {
  return usePaged(() => ['projects', wanted()], '/v1/projects', () => ({ ...wanted(), limit: 100 }))
}

export function useProject(code: MaybeRefOrGetter<string>): UseQueryReturnType<ProjectCard, Error> {
  return useQuery({
    queryKey: computed(() => ['projects', 'card', toValue(code)]),
    queryFn: ({ signal }) => ask<ProjectCard>(`/v1/projects/${toValue(code)}`, { signal }),
  })
}

export function useVisits(code: () => string): Paged<ReportLine> {
  return usePaged(() => ['projects', 'reports', code()], '/v1/reports', () => ({ project: code(), limit: 50 }))
}

export function useIssuesOf(code: () => string): Paged<IssueSummary> {
  return usePaged(() => ['issues', 'project', code()], '/v1/issues', () => ({ project: code(), limit: 50 }))
}

/** The latest first. */
export function useIssuesByDay(code: () => string): Paged<IssueSummary> {
  return usePaged(() => ['issues', 'project', code(), 'by day'], '/v1/issues', () => ({ project: code(), sort: 'reported', limit: 100 }))
}

export function useFigures(code: MaybeRefOrGetter<string>): UseQueryReturnType<ProjectFigures, Error> {
  return useQuery({
    queryKey: computed(() => [FIGURES, 'project', toValue(code)]),
    queryFn: ({ signal }) => ask<ProjectFigures>(`/v1/projects/${toValue(code)}/figures`, { signal }),
  })
}

/** Keeps a figure; what the ledger does not take is told at its field. */
export function useReporting(): UseMutationReturnType<Told, Error, FigureToJudge, unknown> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (figure: FigureToJudge) => {
      const { items } = await ask<JudgedFigures>(`${MONTHS}/import`, { method: 'POST', body: { figures: [figure] } })
      return items.map(toldOf)[0] ?? {}
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: [FIGURES] }),
  })
}

/** Withdraws a month for a reason: what counts figures counts it no longer. */
export function useWithdrawing(figure: () => FigureView): UseMutationReturnType<unknown, Error, string, unknown> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) => ask<unknown>(`/v1/projects/${figure().project}/figures/${figure().month}/withdrawal`, { method: 'POST', body: { reason } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [FIGURES] }),
  })
}

export function useMonths(wanted: () => WantedMonths): Paged<ProjectMonth> {
  return usePaged(() => [FIGURES, 'months', wanted()], MONTHS, () => ({ ...wanted(), limit: 100 }))
}

/** How many projects of a month stand how. */
export function useCounts(wanted: () => Omit<WantedMonths, 'standing'>): UseQueryReturnType<ProjectMonths, Error> {
  return useQuery({
    queryKey: computed(() => [FIGURES, 'counts', wanted()]),
    queryFn: ({ signal }) => ask<ProjectMonths>(MONTHS, { query: { ...wanted(), limit: 1 }, signal }),
  })
}
