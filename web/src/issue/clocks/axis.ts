/** Knows the clocks of an issue on one axis of time: where each bar begins and ends, what fired on it, when it rested. */
import type { ClockTold, Coming, Firing, ObligationView } from '@/api/generated'

export interface Mark {
  /** From 0 at the left edge to 1 at the right. */
  x: number
  at: string
  title_zh: string
  title_en: string
  light: string | null
}

export interface Bar {
  code: string
  round: number
  title_zh: string
  title_en: string
  condition: string
  from: number
  to: number
  due: Mark
  rests: [number, number][]
  fired: Mark[]
  coming: Mark[]
}

export interface Axis {
  now: number
  ticks: { x: number; at: number }[]
  bars: Bar[]
}

const DAY_MS = 86_400_000
const MOST_TICKS = 6
/** Kept free at both edges, for what stands on them. */
const MARGIN = 0.03
/** A day this near to an edge would be cut. */
const EDGE = 0.07

function ticksOf(start: number, end: number, x: (at: number) => number): Axis['ticks'] {
  const days = Math.max(1, Math.ceil((end - start) / DAY_MS / MOST_TICKS))
  const first = Math.ceil((start + DAY_MS / 3) / DAY_MS) * DAY_MS - DAY_MS / 3
  const ticks: Axis['ticks'] = []
  for (let at = first; at <= end; at += days * DAY_MS) if (x(at) > EDGE && x(at) < 1 - EDGE) ticks.push({ x: x(at), at })
  return ticks
}

type Obligation = Pick<ObligationView, 'code' | 'round' | 'rests' | 'paused_at'>

interface Told {
  clocks: readonly ClockTold[]
  firings: readonly Firing[]
  coming: readonly Coming[]
}

/** `now` in milliseconds. A clock that runs reaches to now, or to its due time where that is later. */
export function axisOf({ clocks, firings, coming }: Told, obligations: readonly Obligation[], now: number): Axis {
  const ms = (at: string): number => Date.parse(at)
  const all = [now, ...clocks.flatMap((clock) => [ms(clock.started_at), ms(clock.due_at), ...(clock.ended_at ? [ms(clock.ended_at)] : [])]), ...coming.map(({ at }) => ms(at))]
  const [start, end] = [Math.min(...all), Math.max(...all)]
  const length = Math.max(end - start, DAY_MS)
  const x = (at: number): number => MARGIN + ((at - start) / length) * (1 - 2 * MARGIN)
  const same = (one: { code: string; round: number }, code: string, round: number): boolean => one.code === code && one.round === round
  const mark = (at: string, { title_zh, title_en, light }: { title_zh: string; title_en: string; light: string | null }): Mark => ({ x: x(ms(at)), at, title_zh, title_en, light })
  const bars = clocks.map((clock): Bar => {
    const { code, round, title_zh, title_en, condition } = clock
    const own = obligations.find((one) => same(one, code, round))
    const rests = (own?.rests ?? []).map(([from, to]): [number, number] => [x(ms(from)), x(ms(to))])
    if (own?.paused_at) rests.push([x(ms(own.paused_at)), x(now)])
    return {
      code, round, title_zh, title_en, condition,
      from: x(ms(clock.started_at)),
      to: x(clock.ended_at ? ms(clock.ended_at) : Math.max(now, ms(clock.due_at))),
      due: mark(clock.due_at, { title_zh, title_en, light: null }),
      rests,
      fired: firings.filter(({ step, result }) => result === 'fired' && same({ code: step.obligation, round: step.round }, code, round)).map(({ at, step }) => mark(at, step)),
      coming: coming.filter(({ step }) => same({ code: step.obligation, round: step.round }, code, round)).map(({ at, step }) => mark(at, step)),
    }
  })
  return { now: x(now), ticks: ticksOf(start, start + length, x), bars }
}
