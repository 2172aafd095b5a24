/** Knows thirty days as a drawing: what came in and what was struck off as bars, what is overdue as a line. */
import type { Days } from '@/api/generated'

export type Kind = 'new' | 'struck_off' | 'overdue'
export const KINDS: readonly Kind[] = ['new', 'struck_off', 'overdue']

export interface Size {
  width: number
  height: number
}

export interface Bar {
  kind: Kind
  x: number
  y: number
  width: number
  height: number
}

export interface Drawing {
  bars: Bar[]
  /** Where the line goes, a point a day. */
  line: { x: number; y: number }[]
  ticks: { y: number; count: number }[]
  /** The days that are written below, as many as there is room for. */
  days: { x: number; day: string }[]
  /** Where each day stands, whole from top to bottom. */
  columns: { x: number; width: number; day: string }[]
}

const LEFT = 32
const RIGHT = 24
const TOP = 8
const BOTTOM = 24
const LABEL = 72
const STEPS = 4

/** The least round number that all fit below, at least 4, so that there is no half of an issue. */
export function topOf(most: number): number {
  const step = Math.max(1, most / STEPS)
  const ten = 10 ** Math.floor(Math.log10(step))
  return STEPS * ten * ([1, 2, 3, 4, 5, 10].find((each) => each * ten >= step) ?? 10)
}

export function drawn({ days }: Days, { width, height }: Size): Drawing {
  const top = topOf(Math.max(0, ...days.flatMap((day) => KINDS.map((kind) => day[kind].count))))
  const step = Math.max(1, width - LEFT - RIGHT) / Math.max(1, days.length)
  const thick = Math.max(1, Math.min(10, step * 0.35))
  const yOf = (count: number): number => TOP + (height - TOP - BOTTOM) * (1 - count / top)
  const middle = (n: number): number => LEFT + step * (n + 0.5)
  const bar = (kind: Kind, n: number, count: number, x: number): Bar => ({ kind, x: middle(n) + x, y: yOf(count), width: thick, height: yOf(0) - yOf(count) })
  const every = Math.max(1, Math.ceil(LABEL / step))
  return {
    bars: days.flatMap((day, n) => [bar('new', n, day.new.count, -thick), bar('struck_off', n, day.struck_off.count, 0)]).filter((each) => each.height > 0),
    line: days.map((day, n) => ({ x: middle(n), y: yOf(day.overdue.count) })),
    ticks: Array.from({ length: STEPS + 1 }, (_, n) => ({ y: yOf((top / STEPS) * n), count: (top / STEPS) * n })),
    days: days.map(({ day }, n) => ({ x: middle(n), day })).filter((_, n) => (days.length - 1 - n) % every === 0),
    columns: days.map(({ day }, n) => ({ x: LEFT + step * n, width: step, day })),
  }
}

export const totalOf = ({ days }: Days, kind: Kind): number => days.reduce((sum, day) => sum + day[kind].count, 0)
