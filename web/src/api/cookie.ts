/** Knows what comes before a question goes by the session's cookie: who signed out without a line is signed out, and it is said for whom the page is. */
const SIGNED_OUT = 'xiaohao.signed-out'
const ANOTHER = 'xiaohao.another-came'
const SERVER_FAULT = 500

let person: string | null = null
let ending: Promise<void> | null = null

/** For whom this page is: the server refuses what the cookie of another would ask in their name. */
export function meantFor(whose: string | null): void {
  person = whose
}

/** Somebody else signed in in this browser: the page is loaded anew for them, and for nobody before. */
export function anotherCame(): void {
  try {
    sessionStorage.setItem(ANOTHER, '1')
  } catch {
    // Where nothing can be kept, who was before is shown for a moment.
  }
  location.reload()
}

/** Whether this page was loaded anew for somebody else; told once. */
export function tookOver(): boolean {
  try {
    const told = sessionStorage.getItem(ANOTHER) !== null
    sessionStorage.removeItem(ANOTHER)
    return told
  } catch {
    return false
  }
}

/** Whether somebody signed out whom the server does not know to be gone. */
export function hasSignOut(): boolean {
  try {
    return localStorage.getItem(SIGNED_OUT) !== null
  } catch {
    return false
  }
}

/** No line: no script can take the cookie away, so that it is ended before anything else is asked by it. */
export function rememberSignOut(): void {
  localStorage.setItem(SIGNED_OUT, '1')
}

async function end(): Promise<void> {
  const answer = await fetch('/v1/sign-out', { method: 'POST', credentials: 'same-origin' })
  if (answer.status >= SERVER_FAULT) throw new Error('not signed out yet')
  localStorage.removeItem(SIGNED_OUT)
}

/** Do the sign-out that waits, once for all who ask meanwhile; whether there was one. Rejects as long as it cannot be done. */
export async function signOutFirst(): Promise<boolean> {
  if (!hasSignOut()) return false
  ending ??= end().finally(() => (ending = null))
  await ending
  return true
}

/** What a question by the cookie carries. Rejects while a sign-out that waits cannot be done. */
export async function cookieHeaders(): Promise<Record<string, string>> {
  await signOutFirst()
  return person === null ? {} : { 'Xiaohao-Person': person }
}
