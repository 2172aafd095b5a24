import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import type { Frame } from './frames'
import { follow, pause, type Line, type LineState } from './line'

type Opening = string | Error

function stream(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text))
      controller.close()
    },
  })
}

/** A line whose openings go as said, one after another, and which is ended after the last. */
async function followed(openings: Opening[], lastId: string | null = null): Promise<{ asked: (string | null)[]; frames: Frame[]; states: LineState[]; waits: number[] }> {
  const over = new AbortController()
  const seen = { asked: [] as (string | null)[], frames: [] as Frame[], states: [] as LineState[], waits: [] as number[] }
  const line: Line = {
    open: async (mark) => {
      seen.asked.push(mark)
      const opening = openings.shift()
      if (opening instanceof Error) throw opening
      return stream(opening ?? '')
    },
    wait: async (ms) => {
      seen.waits.push(ms)
      if (openings.length === 0) over.abort()
    },
    heard: (frame) => seen.frames.push(frame),
    state: (state) => seen.states.push(state),
  }
  await follow(line, lastId, over.signal)
  return seen
}

const refusal = (status: number): Problem => new Problem(status, {})

describe('a line', () => {
  it('comes back with the last id, a heartbeat’s too', async () => {
    const { asked, states } = await followed([': heartbeat\nid: m1\n\n', 'event: alert.fired\ndata: {}\nid: m2\n\n', ''])
    expect(asked).toEqual([null, 'm1', 'm2'])
    expect(states.slice(0, 3)).toEqual(['live', 'broken', 'live'])
  })

  it('goes on where an earlier reader stood', async () => {
    expect((await followed([''], 'm9')).asked).toEqual(['m9'])
  })

  it('comes back after an overflow and has lost nothing', async () => {
    const { asked } = await followed(['event: overflow\ndata: {}\nid: m3\n\n', ''])
    expect(asked).toEqual([null, 'm3'])
  })

  it('begins anew with an id that the server does not know, and says that something was missed', async () => {
    const { asked, frames } = await followed([refusal(400), ''], 'nonsense')
    expect(asked).toEqual(['nonsense', null])
    expect(frames.map((frame) => frame.event)).toEqual(['reset'])
  })

  it('is off where nobody is signed in, and looks again after a minute', async () => {
    const { states, waits } = await followed([refusal(401)])
    expect(states).toEqual(['off'])
    expect(waits).toEqual([60_000])
  })

  it('asks no more where the person has no stream', async () => {
    const { asked, states } = await followed([refusal(403), ''])
    expect(asked).toHaveLength(1)
    expect(states).toEqual(['off'])
  })

  it('waits longer from try to try, and not all at once', () => {
    expect(pause(0, 1)).toBe(1000)
    expect(pause(3, 1)).toBe(8000)
    expect(pause(3, 0)).toBe(4000)
    expect(pause(30, 1)).toBe(30_000)
  })
})
