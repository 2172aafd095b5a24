/** Knows what a report of progress did to the clocks of its issue: which ended with it, else which went on. */
import type { ObligationView } from '@/api/generated'

export interface Stopped {
  ended: string[]
  /** What still ran after it, the first due first. */
  running: { code: string; due_at: string }[]
}

type Clock = Pick<ObligationView, 'code' | 'started_at' | 'ended_at' | 'due_at'>

export function stoppedAt(at: string, clocks: readonly Clock[]): Stopped {
  const then = Date.parse(at)
  const end = ({ ended_at }: Clock): number => (ended_at === null ? Number.POSITIVE_INFINITY : Date.parse(ended_at))
  const begun = clocks.filter(({ started_at }) => Date.parse(started_at) <= then)
  return {
    ended: begun.filter((clock) => end(clock) === then).map(({ code }) => code),
    running: begun.filter((clock) => end(clock) > then).map(({ code, due_at }) => ({ code, due_at })).sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at)),
  }
}
