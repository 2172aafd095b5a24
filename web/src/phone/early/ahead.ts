/** Knows what is asked while the pages' own script is still on its way: whose session it is, and an inspector's day. */
import { address, type Query } from '@/api/address'
import { hasSignOut } from '@/api/cookie'
import { isKnown } from './known'

interface Who {
  id: string
  role: string
  region: string | null
}

const PAGE = 200
const OPEN = 'reported,assigned,accepted,in_progress,closure_requested,returned,declined,reopened'
export const DAY = '/v1/issues'
/** Open issues of a region. */
export const dayOf = (region: string): Query => ({ region, state: OPEN, limit: PAGE })

const asked = new Map<string, Promise<Response>>()

function ask(place: string, headers: Record<string, string> = {}): Promise<Response> {
  const answer = fetch(place, { credentials: 'same-origin', headers })
  answer.catch(() => undefined)
  asked.set(place, answer)
  return answer
}

/** The answer to what was asked ahead, once. */
export function taken(place: string): Promise<Response> | undefined {
  const answer = asked.get(place)
  asked.delete(place)
  return answer
}

/** What a phone keeps of its day is shown at once, and asked for with its tag. */
async function askDay(session: Promise<Response>): Promise<void> {
  const known = isKnown()
  const answer = (await session).clone()
  if (!answer.ok || (await known)) return
  const { id, role, region } = (await answer.json()) as Who
  if (role === 'inspector') void ask(address(DAY, dayOf(region ?? '')), { 'Xiaohao-Person': id })
}

export function askAhead(): void {
  // What the cookie answers while a sign-out waits is not believed.
  if (hasSignOut()) return
  const session = ask('/v1/me')
  if (location.pathname === '/m/') void askDay(session).catch(() => undefined)
}
