/** Knows how long to wait before the next try: doubling to five minutes, each varied by half, whatever the phone's clock does. */
const FIRST_MS = 1000
export const LONGEST_MS = 300_000
const DOUBLINGS = 9

export function waitAfter(tries: number, chance: number = Math.random()): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(Math.max(tries - 1, 0), DOUBLINGS))
  return whole * (0.5 + chance)
}

/** Due now; a time further off than any wait was set by a clock that has been put back since. */
export function isDue(next: number, now: number): boolean {
  return next <= now || next > now + LONGEST_MS * 1.5
}
