/** Knows which issues are not over: what a list opens with, as in due order those that ended long ago would stand first. */
import type { State } from '@/api/generated'

export const OPEN_STATES: readonly State[] = ['reported', 'assigned', 'declined', 'accepted', 'in_progress', 'closure_requested', 'returned', 'reopened', 'suspended']
/** As an address says it. */
export const OPEN = OPEN_STATES.join(',')

/** Whether these are just the states of all that is open, in whatever order. */
export function isOpen(states: readonly string[]): boolean {
  return states.length === OPEN_STATES.length && OPEN_STATES.every((state) => states.includes(state))
}
