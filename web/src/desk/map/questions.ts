/** Knows what a map asks: numbers of places, outlines, issues with their places, projects, and whether there are tiles. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { ask, type Query } from '@/api/ask'
import type { Board, IssueSummary, MapView, ProjectView } from '@/api/generated'
import { whole } from '@/api/whole'
import { fetchCounties, type Counties } from './boundaries'

type Held<T> = Readonly<Ref<T>>
export type Layer = 'lights' | 'heat' | 'projects'

/** Of a longer list the first so many are drawn, and the page says so. */
export const MOST = 2_000
const FRESH_MS = 60_000
const STILL = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false } as const

export function useNumbers(region: Held<string | null>): UseQueryReturnType<Board, Error> {
  return useQuery({ queryKey: ['map', 'board', region], queryFn: ({ signal }) => ask<Board>('/v1/boards', { query: { region: region.value }, signal }), refetchInterval: FRESH_MS })
}

export function useCounties(): UseQueryReturnType<Counties, Error> {
  return useQuery({ queryKey: ['counties'], queryFn: ({ signal }) => fetchCounties(signal), ...STILL })
}

export function useTiles(): UseQueryReturnType<MapView, Error> {
  return useQuery({ queryKey: ['tiles'], queryFn: ({ signal }) => ask<MapView>('/v1/map', { signal }), ...STILL })
}

/** Asked again once a minute, not at each event: it may be ten pages. */
export function useIssues(query: Held<Query | null>): UseQueryReturnType<IssueSummary[], Error> {
  return useQuery({
    queryKey: ['spots', query],
    queryFn: ({ signal }) => whole<IssueSummary>('/v1/issues', query.value ?? {}, { signal, most: MOST }),
    enabled: () => query.value !== null,
    refetchInterval: FRESH_MS,
    shallow: true,
  })
}

export function useProjects(region: Held<string | null>, layer: Held<Layer>): UseQueryReturnType<ProjectView[], Error> {
  return useQuery({
    queryKey: ['projects', 'map', region],
    queryFn: ({ signal }) => whole<ProjectView>('/v1/projects', { region: region.value }, { signal, most: MOST }),
    enabled: () => layer.value === 'projects',
  })
}
