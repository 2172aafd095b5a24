/** Knows how a project's issues stand in numbers, each with the states that its list is of. */
import type { ProjectCard, State } from '@/api/generated'

export interface StandingNumber {
  key: string
  count: number
  states: readonly State[]
}

export const OPEN: readonly State[] = [
  'reported', 'assigned', 'declined', 'accepted', 'in_progress', 'closure_requested', 'returned', 'reopened', 'suspended',
]

/** All that are open, those struck off, then each state that has any. */
export function standing({ open, struck_off, by_state }: ProjectCard): StandingNumber[] {
  const states = OPEN.map((state): StandingNumber => ({ key: `ledger.states.${state}`, count: by_state[state] ?? 0, states: [state] }))
  return [
    { key: 'projects.open', count: open, states: OPEN },
    { key: 'projects.struck_off', count: struck_off, states: ['closed'] },
    ...states.filter(({ count }) => count > 0),
  ]
}
