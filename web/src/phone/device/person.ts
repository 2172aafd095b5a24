/** Knows whose phone it is now: who signed in last, whose key speaks for them, and that another's work is not theirs. */
import { liveQuery, type Subscription } from 'dexie'
import { shallowRef } from 'vue'
import { ask, bearBy } from '@/api/ask'
import { meantFor, rememberSignOut, signOutFirst, tookOver } from '@/api/cookie'
import { Problem } from '@/api/problem'
import type { PersonView } from '@/api/generated'
import { keepAnswer, readAnswer } from '../kept/answers'
import { keeping } from '../kept/database'
import { WHO } from '../kept/rows'
import { accessOf, NotTheirs, register } from './access'
import { plainly } from './plainly'

export type Person = PersonView & { proven_at?: string | null }

const ADOPTED = 'adopted'
const SERVER_FAULT = 500

/** Who this tab is for; null before somebody signed in. It never changes under a page: the page is loaded anew. */
export const person = shallowRef<Person | null>(null)
/** While it is not settled whether the session's cookie speaks for them, or this phone's own key does. */
export const registering = shallowRef(false)

function nameOfPhone(): string {
  const system = /iPhone|iPad|Android|Windows|Macintosh|Linux/.exec(navigator.userAgent)?.[0] ?? 'Web'
  return `${system} · ${/MicroMessenger/.test(navigator.userAgent) ? 'WeChat' : 'Browser'}`
}

/** The person of the session's cookie: null where there is none; undefined where nobody answers. */
async function ofSession(): Promise<Person | null | undefined> {
  try {
    // What the browser asked ahead, while the cookie still held, is not believed.
    if (await signOutFirst()) return null
    return await plainly<Person>('/v1/me')
  } catch (error) {
    return error instanceof Problem && error.status === 401 ? null : undefined
  }
}

function proofOf(who: Person): string {
  return `${who.id} ${who.proven_at ?? ''}`
}

/** Whether asking again could end otherwise: no answer came, or the server was not itself. */
function mayPass(error: unknown): boolean {
  return !(error instanceof Problem) || error.status >= SERVER_FAULT
}

/** Take in who signed in by the front door: this phone is theirs from here on. `false` where its key has to be tried again. */
async function adopt(who: Person): Promise<boolean> {
  const settled = await register(who.id, nameOfPhone()).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotTheirs) location.reload()
      return !mayPass(error)
    },
  )
  if (settled) await keepAnswer(ADOPTED, proofOf(who))
  await keepAnswer(WHO, who)
  return settled
}

/** Whether a session tells of a sign-in that this phone has not seen yet. */
async function isNew(who: Person, before: Person): Promise<boolean> {
  if (proofOf(who) === (await readAnswer<string>(ADOPTED))) return false
  const key = await keeping((database) => database.keys.get(who.id))
  return who.id !== before.id || !key?.registered || key.ended !== null
}

async function speakFor(who: Person): Promise<void> {
  person.value = who
  meantFor(who.id)
  const key = await keeping((database) => database.keys.get(who.id))
  bearBy(key?.registered ? (renewed) => accessOf(who.id, renewed) : null)
}

let followed: Subscription | null = null

/** Another tab signed in somebody else, or out: what this one shows is no longer theirs. */
function followOtherTabs(): void {
  followed = liveQuery(() => keeping((database) => database.answers.get(WHO))).subscribe({
    next: (row) => {
      if (((row?.value as Person | undefined)?.id ?? null) !== (person.value?.id ?? null)) location.reload()
    },
    error: () => undefined,
  })
}

let newcomer = Promise.resolve(false)

/** Whether somebody signed in by the front door whom this phone takes in just now: the page is loaded anew for them. */
export const takesIn = (): Promise<boolean> => newcomer

/** Whether a phone's key is known to be ended: nothing speaks for its person then but a sign-in. */
async function hasEnded(who: Person): Promise<boolean> {
  return Boolean((await keeping((database) => database.keys.get(who.id)))?.ended)
}

/** Find out whose phone it is; `false` where somebody has to sign in first. */
export async function enter(): Promise<boolean> {
  const session = ofSession()
  const before = await readAnswer<Person>(WHO).catch(() => null)
  const anew = before && (tookOver() || (await hasEnded(before))) ? await session : null
  if (before && !anew) {
    await speakFor(before)
    newcomer = session.then((who) => (who ? isNew(who, before) : false))
    registering.value = true
    void Promise.all([session, newcomer])
      .then(async ([who, isOne]) => {
        if (!who || !isOne) return
        const settled = await adopt(who)
        if (settled || who.id !== before.id) location.reload()
      })
      .finally(() => (registering.value = false))
    followOtherTabs()
    return true
  }
  const who = await session
  if (who) {
    person.value = who
    meantFor(who.id)
    void takeIn(who).catch(() => undefined)
  }
  return who !== null
}

/** The first page waits neither for the database nor for three more answers of a slow line. */
async function takeIn(who: Person): Promise<void> {
  registering.value = true
  try {
    if (await hasEnded(who)) await keeping((database) => database.keys.delete(who.id))
    await keepAnswer(WHO, who)
    followOtherTabs()
    await speakFor(who)
    await adopt(who)
    await speakFor(who)
  } finally {
    registering.value = false
  }
}

/** Forget who is here: the key ends with it, reports and drafts stay for the next time. `false` where the server was not told yet. */
export async function leave(): Promise<boolean> {
  const gone = person.value?.id
  if (!gone) return true
  followed?.unsubscribe()
  const key = await keeping((database) => database.keys.get(gone))
  if (key?.registered) await ask(`/v1/me/devices/${key.device}`, { method: 'DELETE' }).catch(() => undefined)
  const told = await plainly('/v1/sign-out', {}).then(
    () => true,
    (error: unknown) => !mayPass(error),
  )
  if (!told) rememberSignOut()
  await keeping(async (database) => {
    await database.keys.delete(gone)
    await database.answers.delete(WHO)
  })
  bearBy(null)
  return told
}
