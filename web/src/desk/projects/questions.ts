/** Knows what is asked about projects: which there are, one's card, who was there, what is open on it. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { ask } from '@/api/ask'
import type { IssueSummary, ProjectCard, ProjectView, ReportLine } from '@/api/generated'
import { usePaged, type Paged } from '@/api/paged'

export interface Wanted {
  region: string | null
  q: string
}

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
  return usePaged(() => ['projects', 'reports', code()], '/v1/reports', () => ({ project: code(), limit: 20 }))
}

export function useIssuesOf(code: () => string): Paged<IssueSummary> {
  return usePaged(() => ['issues', 'project', code()], '/v1/issues', () => ({ project: code(), limit: 50 }))
}
