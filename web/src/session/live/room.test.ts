import { describe, expect, it } from 'vitest'
import type { Changed } from './changes'
import { openRoom, type Room, type Said } from './room'
import type { Tabs } from './tabs'

interface Wire {
  controller: ReadableStreamDefaultController<Uint8Array>
  mark: string | null
}

/** A browser of tabs with one lock and one channel between them. */
function browser(): { tab: () => { room: Room; close: () => void; events: [string, unknown][] }; wires: Wire[]; changed: ((changed: Changed) => void)[] } {
  const ears = new Map<object, (said: Said) => void>()
  const queue: { tab: object; run: () => void }[] = []
  const wires: Wire[] = []
  const changed: ((changed: Changed) => void)[] = []
  function tabs(self: object, over: AbortController): Tabs<Said> {
    return {
      post: (said) => ears.forEach((heard, other) => other !== self && heard(JSON.parse(JSON.stringify(said)) as Said)),
      listen: (heard) => ears.set(self, heard),
      lead: (run) => {
        queue.push({ tab: self, run: () => void run(over.signal) })
        if (queue.length === 1) queue[0]?.run()
      },
      close: () => over.abort(),
    }
  }
  return {
    wires,
    changed,
    tab: () => {
      const self = {}
      const over = new AbortController()
      const events: [string, unknown][] = []
      const room = openRoom(tabs(self, over), {
        now: () => 0,
        wait: () => new Promise(() => undefined),
        open: async (mark) =>
          new ReadableStream<Uint8Array>({
            start: (controller) => void wires.push({ controller, mark }),
          }),
        watch: async (tell) => void changed.push(tell),
      })
      room.listen((event, data) => events.push([event, data]))
      const close = (): void => {
        over.abort()
        ears.delete(self)
        const leads = queue[0]?.tab === self
        queue.splice(queue.findIndex((each) => each.tab === self), 1)
        if (leads) queue[0]?.run()
      }
      return { room, close, events }
    },
  }
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 0))
const send = (wire: Wire | undefined, text: string): void => wire?.controller.enqueue(new TextEncoder().encode(text))
const FIRED = 'event: alert.fired\ndata: {"issue_id":"i1"}\nid: m5\n\n'

describe('the tabs of a browser', () => {
  it('hold one stream, and all hear each event once', async () => {
    const { tab, wires } = browser()
    const [first, second, third] = [tab(), tab(), tab()]
    await settled()
    send(wires[0], FIRED)
    await settled()
    expect(wires).toHaveLength(1)
    for (const { events } of [first, second, third]) expect(events).toEqual([['alert.fired', { issue_id: 'i1' }]])
  })

  it('know how the line stands as soon as they are opened', async () => {
    const { tab } = browser()
    const first = tab()
    await settled()
    const late = tab()
    expect(first.room.state.value).toBe('live')
    expect(late.room.state.value).toBe('live')
  })

  it('go on from the last id when the leading one is closed', async () => {
    const { tab, wires } = browser()
    const [first, second] = [tab(), tab()]
    await settled()
    send(wires[0], FIRED)
    await settled()
    first.close()
    await settled()
    expect(wires[1]?.mark).toBe('m5')
    send(wires[1], 'event: notice.given\ndata: {"issue_id":"i2"}\nid: m6\n\n')
    await settled()
    expect(second.events.map(([event]) => event)).toEqual(['alert.fired', 'notice.given'])
  })

  it('all hear which issues changed, asked for by one', async () => {
    const { tab, changed } = browser()
    const [first, second] = [tab(), tab()]
    await settled()
    expect(changed).toHaveLength(1)
    changed[0]?.({ all: true, issues: [] })
    expect(first.events).toEqual(second.events)
    expect(second.events).toEqual([['issues.changed', { all: true, issues: [] }]])
  })

  it('pass no event on that they do not know', async () => {
    const { tab, wires } = browser()
    const only = tab()
    await settled()
    send(wires[0], 'event: something.else\ndata: {}\n\n')
    await settled()
    expect(only.events).toEqual([])
  })
})
