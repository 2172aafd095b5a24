/** Knows how a page asks the API: JSON, the session's cookie or a phone's access, the server's time off each answer. */
import { address, type Query } from './address'
import { anotherCame, cookieHeaders } from './cookie'
import { tell } from './line'
import { Problem, Unreachable } from './problem'
import { heard } from '@/time/clock'

export interface Asked {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  query?: Query
  body?: unknown
  /** Bytes as they are (a kept report, a photo), with their media type in `headers`. */
  bytes?: BodyInit
  headers?: Record<string, string>
  signal?: AbortSignal
}

export interface Answer<T> {
  data: T
  status: number
  etag: string | null
}

export { address, type Query }

type Bearer = (renewed: boolean) => Promise<string | null>

let bearer: Bearer | null = null

/** On a phone signed in by its key, every question carries its access; `source(true)` renews it after a 401. */
export function bearBy(source: Bearer | null): void {
  bearer = source
}

let refused: ((problem: Problem) => void) | null = null

/** Called with each refusal, by whichever way it was asked: a session that ended is followed by a form that asks by itself too. */
export function whenRefused(follow: ((problem: Problem) => void) | null): void {
  refused = follow
}

/** Whether the phone's access has to go along: what the browser asks for by itself (a picture's address) is refused then. */
export const bears = (): boolean => bearer !== null

/** What a question has to carry that is not sent by `ask` (a photo whose sending is measured); empty with a cookie. */
export async function credentials(): Promise<Record<string, string>> {
  const access = bearer ? await bearer(false) : null
  return access ? { Authorization: `Bearer ${access}` } : cookieHeaders()
}

async function send(path: string, asked: Asked, renewed: boolean): Promise<Response> {
  const headers = new Headers(asked.headers)
  const access = bearer ? await bearer(renewed) : null
  if (asked.body !== undefined) headers.set('Content-Type', 'application/json')
  const init: RequestInit = { method: asked.method ?? 'GET', headers, credentials: access ? 'omit' : 'same-origin' }
  if (asked.body !== undefined) init.body = JSON.stringify(asked.body)
  if (asked.bytes !== undefined) init.body = asked.bytes
  if (asked.signal) init.signal = asked.signal
  try {
    const whose = access ? { Authorization: `Bearer ${access}` } : await cookieHeaders()
    for (const [name, value] of Object.entries(whose)) headers.set(name, value)
    const answer = await fetch(address(path, asked.query), init)
    tell(true)
    return answer
  } catch (error) {
    if (asked.signal?.aborted) throw error
    tell(false)
    throw new Unreachable(error)
  }
}

function retryAfterOf(answer: Response): number | null {
  const seconds = Number.parseInt(answer.headers.get('Retry-After') ?? '', 10)
  return Number.isNaN(seconds) ? null : seconds
}

async function problemOf(answer: Response): Promise<Problem> {
  const members = (await answer.json().catch(() => ({}))) as Record<string, unknown>
  return new Problem(answer.status, members, retryAfterOf(answer))
}

/** Ask for an answer that is read as it comes. Throws Problem, Unreachable, or AbortError. */
export async function streamed(path: string, asked: Asked = {}): Promise<Response> {
  let answer = await send(path, asked, false)
  if (answer.status === 401 && bearer) answer = await send(path, asked, true)
  heard(answer.headers.get('Xiaohao-Time'))
  if (answer.ok) return answer
  const problem = await problemOf(answer)
  if (problem.slug === 'another-person') anotherCame()
  refused?.(problem)
  throw problem
}

/** Ask and answer with status and ETag. Throws Problem, Unreachable, or AbortError. */
export async function exchange<T>(path: string, asked: Asked = {}): Promise<Answer<T>> {
  return read<T>(await streamed(path, asked))
}

/** What an answer says. */
export async function read<T>(answer: Response): Promise<Answer<T>> {
  const text = await answer.text()
  return { data: (text ? JSON.parse(text) : undefined) as T, status: answer.status, etag: answer.headers.get('ETag') }
}

/** Ask and answer with the data alone. */
export async function ask<T>(path: string, asked: Asked = {}): Promise<T> {
  return (await exchange<T>(path, asked)).data
}
