/** Knows the life of one stream: opened, read, and come back to with the last id, for ever or until nobody may read it. */
import { Problem } from '@/api/problem'
import { createFrames, type Frame } from './frames'

/** `off`: this person has no stream, or nobody is signed in. */
export type LineState = 'starting' | 'live' | 'broken' | 'off'

export interface Line {
  /** Opens the stream after an id. Throws Problem, or whatever a lost network throws. */
  open: (lastId: string | null, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>
  wait: (ms: number, signal: AbortSignal) => Promise<void>
  heard: (frame: Frame) => void
  state: (state: LineState) => void
}

/** Longer than two heartbeats: a line on which nothing comes is dead, whatever the network says. */
export const SILENT_MS = 40_000
const FIRST_MS = 1_000
const LONGEST_MS = 30_000
const SIGNED_OUT_MS = 60_000
const RESET: Frame = { id: null, event: 'reset', data: '{}' }

/** How long to wait before the nth try in a row; half of it by chance, so that not all come back at once. */
export function pause(tries: number, chance = Math.random()): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** tries) * (0.5 + chance / 2)
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, fail) => (timer = setTimeout(() => fail(new Error('silent')), ms)))
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

async function read(stream: ReadableStream<Uint8Array>, heard: (frame: Frame) => void): Promise<void> {
  const reader = stream.getReader()
  const text = new TextDecoder()
  const frames = createFrames()
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), SILENT_MS)
      if (done) return
      for (const frame of frames(text.decode(value, { stream: true }))) heard(frame)
    }
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

/** What to do after a refusal: how long to rest, or null where asking again is no use. */
function rest(error: unknown, tries: number): number | null {
  if (!(error instanceof Problem)) return pause(tries)
  if (error.status === 403) return null
  if (error.status === 401) return SIGNED_OUT_MS
  return error.status === 429 ? LONGEST_MS : pause(tries)
}

/** Reads until the signal ends it. `lastId` is where an earlier reader stood. */
export async function follow(line: Line, lastId: string | null, signal: AbortSignal): Promise<void> {
  let mark = lastId
  let tries = 0
  let missed = false
  const take = (frame: Frame): void => {
    if (frame.id !== null) mark = frame.id
    tries = 0
    line.heard(frame)
  }
  while (!signal.aborted) {
    let pauseMs: number | null
    try {
      const stream = await line.open(mark, signal)
      line.state('live')
      // Broken off before any id was known: what happened meanwhile is not told again.
      if (missed && mark === null) line.heard(RESET)
      await read(stream, take)
      pauseMs = pause(tries)
      line.state('broken')
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof Problem && error.status === 400) mark = null
      pauseMs = rest(error, tries)
      line.state(error instanceof Problem && (error.status === 401 || error.status === 403) ? 'off' : 'broken')
    }
    if (pauseMs === null) return
    missed = true
    tries += 1
    await line.wait(pauseMs, signal)
  }
}
