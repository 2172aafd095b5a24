/** Knows how one signs in at a desk: what is sent, and what the answer asks for next (docs/api.md, "At a desk"). */
import { ask } from '@/api/ask'
import { hasSlug } from '@/api/problem'
import type { PersonView } from '@/api/generated'

export interface Given {
  person: string
  password: string
  /** Six digits of an authenticator app. */
  totp: string
  /** A one-time code of the administrator, with the password to set. */
  code: string
}

export type Way = 'password' | 'code'

/** The body of POST /v1/sign-in: nothing that was not given. */
export function bodyOf(given: Given, way: Way): Record<string, string> {
  const person_id = given.person.trim()
  const totp = given.totp.trim()
  const proof: Record<string, string> = way === 'code' ? { code: given.code.trim(), new_password: given.password } : { password: given.password }
  return { person_id, ...proof, ...(totp && { totp }) }
}

export async function signIn(given: Given, way: Way): Promise<PersonView> {
  await ask('/v1/sign-in', { method: 'POST', body: bodyOf(given, way) })
  return ask<PersonView>('/v1/me')
}

/** Whether the answer asks for the six digits. */
export const wantsDigits = (error: unknown): boolean => hasSlug(error, 'second-factor-needed', 'second-factor-wrong')

/** Whether the province has a sign-on of its own: asking shows it, and follows nowhere. */
export async function hasSignOn(): Promise<boolean> {
  try {
    const answer = await fetch('/v1/sign-in/oidc', { redirect: 'manual' })
    return answer.type === 'opaqueredirect'
  } catch {
    return false
  }
}
