/** Knows a question about signing in itself: with the session's cookie, or with the one access it is about. */
import { signOutFirst } from '@/api/cookie'
import { tell } from '@/api/line'
import { Problem, Unreachable } from '@/api/problem'
import { heard } from '@/time/clock'
import { taken } from '../early/ahead'

/** POST where there is a body, else GET. Throws Problem or Unreachable. */
export async function plainly<T>(path: string, body?: unknown, access?: string): Promise<T> {
  const init: RequestInit = access ? { credentials: 'omit', headers: { Authorization: `Bearer ${access}` } } : { credentials: 'same-origin' }
  if (body !== undefined) Object.assign(init, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  const first = access ? Promise.resolve(false) : signOutFirst()
  const asked = body === undefined && !access ? taken(path) : undefined
  const answer = await first.then(() => asked ?? fetch(path, init)).catch((error: unknown) => {
    tell(false)
    throw new Unreachable(error)
  })
  tell(true)
  heard(answer.headers.get('Xiaohao-Time'))
  const data = (await answer.json().catch(() => ({}))) as Record<string, unknown>
  if (!answer.ok) throw new Problem(answer.status, data)
  return data as T
}
