/** Knows what follows on a phone when nobody can speak for its person any more: the front door, with the way back. */
import { Problem } from '@/api/problem'
import { isEnded, leaveForDoor } from '@/session/ended'
import { SignedOut } from './access'
import { takesIn } from './person'
import { plainly } from './plainly'

/** Without a line there is no door to go to: what is kept is shown as long. */
async function isAnswered(): Promise<boolean> {
  try {
    await plainly('/v1/me')
    return true
  } catch (error) {
    return error instanceof Problem
  }
}

export async function followEnd(error: unknown): Promise<void> {
  const isPhones = error instanceof SignedOut
  if (!isPhones && !isEnded(error)) return
  if ((await takesIn()) || !(await isAnswered())) return
  leaveForDoor(isPhones ? 'device' : 'ended')
}
