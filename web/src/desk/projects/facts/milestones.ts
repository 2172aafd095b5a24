/** Knows how a milestone stands in a word: in time, came late, how long overdue or how long yet. */
import type { MilestoneView } from '@/api/generated'

const DAY_MS = 86_400_000
const MONTH = 7

export interface MilestoneStands {
  key: 'in_time' | 'came_late' | 'there' | 'overdue' | 'left' | 'ended' | 'open'
  tone: 'green' | 'yellow' | 'red' | 'grey' | 'blue'
  n: number
}

/** `there` of what nobody planned, or was there before anybody reported; `ended` of what is no longer to come. */
export function standsHow({ planned, real, real_month, late }: MilestoneView, today: string): MilestoneStands {
  const came = real ?? real_month
  if (came !== null) {
    if (late) return { key: 'came_late', tone: 'yellow', n: 0 }
    const isInTime = planned !== null && came <= planned.slice(0, real === null ? MONTH : undefined)
    return isInTime ? { key: 'in_time', tone: 'green', n: 0 } : { key: 'there', tone: 'grey', n: 0 }
  }
  if (planned === null) return { key: 'open', tone: 'grey', n: 0 }
  const n = Math.round((Date.parse(planned) - Date.parse(today)) / DAY_MS)
  if (late) return { key: 'overdue', tone: 'red', n: -n }
  return n < 0 ? { key: 'ended', tone: 'grey', n: 0 } : { key: 'left', tone: 'blue', n }
}
