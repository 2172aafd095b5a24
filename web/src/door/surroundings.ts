/** Knows what the front door finds when it opens: who is signed in already, and a clock of this device that is wrong. */
import { signOutFirst } from '@/api/cookie'
import type { PersonView } from '@/api/generated'

const MINUTE_MS = 60_000
/** The six digits of an authenticator change every half minute, and those just before and after are taken too. */
const TOLERATED_MS = MINUTE_MS

export interface Found {
  here: PersonView | null
  /** By how many minutes this device is fast; negative where it is slow, null where it is right. */
  minutesFast: number | null
}

/** This device's time less the server's, in minutes; null where that does not matter. */
export function minutesFast(date: string | null, here: number): number | null {
  const wrong = here - Date.parse(date ?? '')
  return Number.isNaN(wrong) || Math.abs(wrong) <= TOLERATED_MS ? null : Math.round(wrong / MINUTE_MS)
}

/** One question tells both: who is here, and, by its date, what time it is. */
export async function lookAround(): Promise<Found> {
  try {
    await signOutFirst()
    const answer = await fetch('/v1/me', { cache: 'no-store' })
    const here = answer.ok ? ((await answer.json()) as PersonView) : null
    return { here, minutesFast: minutesFast(answer.headers.get('Date'), Date.now()) }
  } catch {
    return { here: null, minutesFast: null }
  }
}
