/** Knows the lists that a report is filled in from, kept for the day without network: projects, categories, open issues. */
import type { CategoryList, IssuePage, ProjectView } from '@/api/generated'
import { computed, type ComputedRef } from 'vue'
import { person } from '../device/person'
import { DAY, dayOf } from '../early/ahead'
import { useKept, type KeptAnswerView } from '../kept/answers'
import { metres, type Place as Point } from '@/issue/files/distance'
import type { Place } from './writing/forms'

export type Project = ProjectView & { location?: Point | null }
export interface NearProject {
  project: Project
  metres: number | null
}

const PAGE = 200

const me = (): string => person.value?.id ?? ''
const region = (): string => person.value?.region ?? ''

export function useProjects(): KeptAnswerView<{ items: Project[] }> {
  return useKept(me(), '/v1/projects', { region: region(), limit: PAGE }, true)
}

export function useCategories(): KeptAnswerView<CategoryList> {
  return useKept(me(), '/v1/categories')
}

/** Open issues of the inspector's region. */
export function useOpenIssues(): KeptAnswerView<IssuePage> {
  return useKept(me(), DAY, dayOf(region()))
}

/** The nearest first; those whose place nobody knows after them, by name. */
export function byDistance(projects: readonly Project[], from: Point | null): NearProject[] {
  const near = projects.map((project) => ({ project, metres: from && project.location ? metres(from, project.location) : null }))
  return near.sort((one, other) => (one.metres ?? Infinity) - (other.metres ?? Infinity) || one.project.code.localeCompare(other.project.code))
}

export function useNear(projects: () => readonly Project[], place: () => Place | null): ComputedRef<NearProject[]> {
  return computed(() => {
    const at = place()
    return byDistance(projects(), at?.status === 'fixed' ? at : null)
  })
}
