/** Knows a year's plan by month (分月计划), what each month is to add: what it comes to by a month, and what is odd beside it. */

export const MONTHS = 12
/** One in so many of the year's plan may be lost in rounding its months; done may be four fifths of what was planned by then (`ledger/figures/limits.py`). */
const ROUNDED = 1_000
const [DONE, PLANNED] = [4, 5]

export function sumOf(path: readonly number[]): number {
  return path.reduce((sum, fen) => sum + fen, 0)
}

/** What was to be done by the end of a month. */
export function plannedBy(path: readonly number[], month: string): number {
  return sumOf(path.slice(0, Number(month.slice(-2))))
}

/** A year without a plan is one that nothing is compared with. */
export function addsUp(path: readonly number[], plan: number): boolean {
  return plan === 0 || Math.abs(sumOf(path) - plan) * ROUNDED <= plan
}

export function isBehind(path: readonly number[], month: string, done: number): boolean {
  return done * PLANNED < plannedBy(path, month) * DONE
}
