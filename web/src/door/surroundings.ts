/** Knows what the front door finds when it opens: who is signed in already, a sign-on of the province, a clock that is wrong. */
import { askMe } from '@/session/me'
import type { PersonView } from '@/api/generated'

const MINUTE_MS = 60_000
/** The six digits of an authenticator change every half minute, and those just before and after are taken too. */
const TOLERATED_MS = MINUTE_MS

/** By how many minutes a device is wrong (its own time less the server's); null where that does not matter. */
export function minutesWrong(date: string | null, here: number): number | null {
  const wrong = here - Date.parse(date ?? '')
  return Number.isNaN(wrong) || Math.abs(wrong) <= TOLERATED_MS ? null : Math.round(wrong / MINUTE_MS)
}

export async function whoIsHere(): Promise<PersonView | null> {
  return askMe().catch(() => null)
}

export interface Found {
  signOn: boolean
  minutesWrong: number | null
}

/** Asked once: a sign-on that there is sends us away, which is not followed. */
export async function lookAround(): Promise<Found> {
  try {
    const answer = await fetch('/v1/sign-in/oidc', { redirect: 'manual', credentials: 'omit' })
    const page = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' })
    return { signOn: answer.type === 'opaqueredirect', minutesWrong: minutesWrong(page.headers.get('Date'), Date.now()) }
  } catch {
    return { signOn: false, minutesWrong: null }
  }
}
