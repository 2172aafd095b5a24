/** Knows how a page hears what happens: the line's state, and events as they come. */
import { useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, type ComputedRef, type Ref } from 'vue'
import { ask, streamed } from '@/api/ask'
import type { AlertView, IssuePage, NoticeView } from '@/api/generated'
import { nowMs, useNow } from '@/time/clock'
import { watch, type Changed } from './changes'
import type { LineState } from './line'
import { createMarking, type LiveEvent } from './nouns'
import { openRoom, type Room } from './room'
import { openTabs } from './tabs'

export interface Told {
  'alert.fired': AlertView
  'alert.acknowledged': AlertView
  'notice.given': NoticeView
  'issues.changed': Changed
  reset: unknown
}

let room: Room | null = null

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(over, ms)
    function over(): void {
      clearTimeout(timer)
      removeEventListener('online', over)
      signal.removeEventListener('abort', over)
      done()
    }
    addEventListener('online', over)
    signal.addEventListener('abort', over)
  })
}

async function open(lastId: string | null, signal: AbortSignal, mine: boolean): Promise<ReadableStream<Uint8Array>> {
  const headers: Record<string, string> = lastId === null ? {} : { 'Last-Event-ID': lastId }
  const answer = await streamed('/v1/stream', { query: { mine }, headers, signal })
  if (!answer.body) throw new Error('no body')
  return answer.body
}

const changedSince = (since: string, limit: number): Promise<IssuePage> =>
  ask<IssuePage>('/v1/issues', { query: { updated_from: since, sort: 'updated', limit } })

/** The browser's one stream, begun by whichever page asks first. The phone hears its person's own, the desk all it may read. */
function theRoom(queries: QueryClient): Room {
  if (room) return room
  const door = document.documentElement.dataset['door'] ?? 'd'
  const desk = door === 'd'
  const mark = createMarking(queries)
  room = openRoom(openTabs(`xiaohao.live.${door}`), {
    open: (lastId, signal) => open(lastId, signal, !desk),
    wait,
    now: () => performance.now(),
    ...(desk && { watch: (tell: (changed: Changed) => void, signal: AbortSignal) => watch({ ask: changedSince, now: nowMs, wait, tell }, signal) }),
  })
  room.listen(mark)
  return room
}

/** How the line stands, and how many seconds ago anything came over it. */
export function useLive(): { state: Readonly<Ref<LineState>>; ago: ComputedRef<number> } {
  const { state, heardAt } = theRoom(useQueryClient())
  const now = useNow()
  const ago = computed(() => (now.value > 0 ? Math.max(0, Math.round((performance.now() - heardAt.value) / 1000)) : 0))
  return { state, ago }
}

/** Calls `fn` at each such event, for as long as the component lives. */
export function onLive<E extends LiveEvent>(event: E, fn: (data: Told[E]) => void): void {
  const off = theRoom(useQueryClient()).listen((what, data) => {
    if (what === event) fn(data as Told[E])
  })
  onScopeDispose(off)
}
