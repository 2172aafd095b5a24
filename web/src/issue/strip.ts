/** Knows the 13710 strip: one small cell for each clock of an issue, 1 3 7 核 0, and how it stands. */
import type { LineClock } from '@/api/generated'

export type Standing = 'done' | 'running' | 'late' | 'resting' | 'not-begun'

export interface StripCell {
  code: string
  sign: string
  standing: Standing
  clock: LineClock | null
}

/** The clocks of `13710` by their sign; those of another policy show the first letter of their title. */
const CHAIN: readonly (readonly [string, string])[] = [['deploy', '1'], ['feedback', '3'], ['resolve', '7'], ['verify', '核'], ['zero', '0']]
const STANDINGS: Readonly<Record<LineClock['condition'], Standing>> = {
  running: 'running', overdue: 'late', resting: 'resting', merged: 'resting', satisfied: 'done', cancelled: 'not-begun', extended: 'running',
}

function lastRounds(clocks: readonly LineClock[]): Map<string, LineClock> {
  const last = new Map<string, LineClock>()
  for (const clock of clocks) last.set(clock.code, clock)
  return last
}

export function strip(clocks: readonly LineClock[]): StripCell[] {
  const last = lastRounds(clocks)
  const ofChain = CHAIN.map(([code, sign]): StripCell => {
    const clock = last.get(code) ?? null
    return { code, sign, standing: clock ? STANDINGS[clock.condition] : 'not-begun', clock }
  })
  const known = new Set(CHAIN.map(([code]) => code))
  const others = [...last.values()].filter(({ code }) => !known.has(code))
  const ofPolicy = others.map((clock): StripCell => ({ code: clock.code, sign: clock.title_zh.slice(0, 1), standing: STANDINGS[clock.condition], clock }))
  return others.length > 0 && !clocks.some(({ code }) => known.has(code)) ? ofPolicy : [...ofChain, ...ofPolicy]
}
