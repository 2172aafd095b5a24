/** Knows how somebody proves at the front door who they are, and what a refusal asks of them. */
import { Problem, Unreachable } from '@/api/problem'

export interface Proof {
  person_id: string
  password?: string
  totp?: string
  code?: string
  new_password?: string
}

export type Kind = 'refused' | 'digits-needed' | 'digits-wrong' | 'too-many' | 'busy' | 'weak' | 'not-allowed' | 'offline' | 'failed'

export interface Refusal {
  kind: Kind
  /** The server's own sentence, in both languages. */
  text: string | null
  /** After how many seconds it may be tried again, where the server says so. */
  seconds: number | null
}

/** A value that can be no id and no six digits is not looked up at all. */
const FAULTY: Readonly<Record<string, Kind>> = { '$.person_id': 'refused', '$.code': 'refused', '$.totp': 'digits-wrong' }

const KINDS: Readonly<Record<string, Kind>> = {
  'sign-in-refused': 'refused',
  'second-factor-needed': 'digits-needed',
  'second-factor-wrong': 'digits-wrong',
  'too-many-tries': 'too-many',
  'sign-in-busy': 'busy',
  'not-private': 'not-allowed',
  'cross-site': 'not-allowed',
}

/** What a thrown answer asks of who signs in. */
export function refusalOf(error: unknown, retryAfter: string | null = null): Refusal {
  if (error instanceof Unreachable) return { kind: 'offline', text: null, seconds: null }
  if (!(error instanceof Problem)) return { kind: 'failed', text: null, seconds: null }
  const seconds = Number.parseInt(retryAfter ?? '', 10)
  const weak = error.faults.find((fault) => fault.where === '$.new_password')
  return {
    kind: weak ? 'weak' : (KINDS[error.slug] ?? error.faults.map((fault) => FAULTY[fault.where]).find((kind) => kind !== undefined) ?? 'failed'),
    text: weak?.detail?.replace('；', ' / ') ?? error.message,
    seconds: Number.isNaN(seconds) ? null : seconds,
  }
}

/** Sign in; null where one is in. What the server says beside its sentence (when to try again) is in the answer's head. */
export async function prove(proof: Proof): Promise<Refusal | null> {
  const body = JSON.stringify(proof)
  const init: RequestInit = { method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body }
  try {
    const answer = await fetch('/v1/sign-in', init)
    if (answer.ok) return null
    const members = (await answer.json().catch(() => ({}))) as Record<string, unknown>
    return refusalOf(new Problem(answer.status, members), answer.headers.get('Retry-After'))
  } catch (error) {
    return refusalOf(new Unreachable(error))
  }
}
