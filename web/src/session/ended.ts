/** Knows what follows when nobody is signed in any more: the front door, with the way back. */
import { Problem } from '@/api/problem'

const ENDED = new Set(['missing-token', 'invalid-token', 'unknown-person', 'person-left'])

export function isEnded(error: unknown): boolean {
  return error instanceof Problem && error.status === 401 && ENDED.has(error.slug)
}

/** Leave for the front door; it says why in one sentence and brings one back here. */
export function leaveForDoor(why: 'ended' | 'out', here: string = location.pathname + location.search): void {
  const query = new URLSearchParams({ why, ...(why === 'ended' && { to: here }) })
  location.assign(`/?${query.toString()}`)
}
