/** Knows what follows on a phone when nobody can speak for its person any more: the front door, with the way back. */
import { Problem } from '@/api/problem'
import { isEnded, leaveForDoor } from '@/session/ended'
import { SignedOut } from './access'
import { plainly } from './plainly'

/** Whether the front door knows somebody whom this phone has not taken in yet: the page is loaded anew for them. */
async function isTakenIn(): Promise<boolean> {
  try {
    await plainly('/v1/me')
    return true
  } catch (error) {
    return !(error instanceof Problem)
  }
}

export async function followEnd(error: unknown): Promise<void> {
  if (!(error instanceof SignedOut) && !isEnded(error)) return
  if (!(await isTakenIn())) leaveForDoor('ended')
}
