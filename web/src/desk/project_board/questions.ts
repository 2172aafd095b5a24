/** Knows what is asked for the board of projects: the board itself, and the projects that a number of it counts. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { ask } from '@/api/ask'
import type { BoardProjects, ProjectBoard } from '@/api/generated'

/** Which number: a stage, a place, those silent or flagged, of a programme; what is empty narrows nothing. */
export interface Counted {
  programme: string
  stage: string
  place: string
  only: string
}

export function useProjectBoard(programme: () => string): UseQueryReturnType<ProjectBoard, Error> {
  return useQuery({
    queryKey: ['project-board', 'whole', programme],
    queryFn: ({ signal }) => ask<ProjectBoard>('/v1/project-board', { query: { programme: programme() || null }, signal }),
  })
}

export function useCounted(counted: () => Counted): UseQueryReturnType<BoardProjects, Error> {
  return useQuery({
    queryKey: ['project-board', 'projects', counted],
    queryFn: ({ signal }) => {
      const { programme, stage, place, only } = counted()
      return ask<BoardProjects>('/v1/project-board/projects', { query: { programme: programme || null, stage: stage || null, place: place || null, only: only || null }, signal })
    },
  })
}
