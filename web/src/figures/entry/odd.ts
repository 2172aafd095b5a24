/** Knows what is asked about before a figure goes: what may be so, and mostly is a slip. The ledger flags most of it too. */
import type { FigureView } from '@/api/generated'
import { addsUp, isBehind } from '../path'
import { fenOf, pathOf, progressOf, type Entry } from './entry'

export type Odd = 'over-plan' | 'plan-zero' | 'progress-back' | 'done-jump' | 'started-later' | 'plan-parts' | 'behind-path'

const OVER_PLAN = 1.5
/** 万元 for 亿元 is ten thousand; who knows how much was done meanwhile. */
const JUMP = 1_000

function isJump(one: number, other: number): boolean {
  const [less, more] = [Math.min(one, other), Math.max(one, other)]
  return less > 0 && more >= less * JUMP
}

/** What is odd about an entry without faults, beside the last figure of an earlier month: known without the line. */
export function oddOf(entry: Entry, before: FigureView | null): Odd[] {
  const [plan, done, progress] = [fenOf(entry, 'plan') ?? 0, fenOf(entry, 'done') ?? 0, progressOf(entry)]
  const odd: Odd[] = []
  if (plan === 0) odd.push('plan-zero')
  else if (done > plan * OVER_PLAN) odd.push('over-plan')
  const path = pathOf(entry)
  if (path && !addsUp(path, plan)) odd.push('plan-parts')
  if (path && entry.stage !== 'terminated' && isBehind(path, entry.month, done)) odd.push('behind-path')
  if (entry.started !== '' && entry.started.slice(0, 7) > entry.month) odd.push('started-later')
  if (before === null || before.month.slice(0, 4) !== entry.month.slice(0, 4)) return odd
  const [doneBefore, progressBefore] = [before.done_year ?? 0, before.progress]
  if (done < doneBefore || (progress !== null && progressBefore !== null && progress < progressBefore)) odd.push('progress-back')
  if (isJump(done, doneBefore)) odd.push('done-jump')
  return odd
}

/** The same with the flags that the ledger told, each once. */
export function askedAbout(odd: readonly Odd[], flags: readonly string[]): string[] {
  return [...new Set([...odd, ...flags])]
}
