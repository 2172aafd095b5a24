import { expect, it } from 'vitest'
import type { ProjectCard } from '@/api/generated'
import { standing } from './standing'

it('says all that are open and struck off, then each state that has any, each with its list', () => {
  const card = { open: 3, struck_off: 0, by_state: { assigned: 2, in_progress: 1, closed: 0, returned: 0 } } as unknown as ProjectCard
  expect(standing(card).map(({ key, count, states }) => [key, count, states.length])).toEqual([
    ['projects.open', 3, 9],
    ['projects.struck_off', 0, 1],
    ['ledger.states.assigned', 2, 1],
    ['ledger.states.in_progress', 1, 1],
  ])
})
