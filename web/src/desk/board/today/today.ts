/** Knows today's escalations: what falls due until midnight, by the hour, with whom the next step tells. */
import type { Hours, IssueSummary, WhoIsTold } from '@/api/generated'
import type { Counted } from '@/desk/counted/listed'

/** All that falls due today as one number, with the list of just those; null where nothing does. */
export function fallingOf(hours: Hours): Counted | null {
  const first = hours.hours[0]
  const last = hours.hours.at(-1)
  if (!first || !last) return null
  const count = hours.hours.reduce((sum, { due }) => sum + due.count, 0)
  const [path, tail = ''] = first.due.list.split('?')
  const query = new URLSearchParams(tail)
  const end = new URLSearchParams(last.due.list.split('?')[1] ?? '').get('due_before')
  if (end) query.set('due_before', end)
  return { count, list: `${path ?? ''}?${query.toString()}` }
}

export interface Falling {
  issue: IssueSummary
  at: string
  to: WhoIsTold[]
}

export interface HourOf {
  at: string
  due: Counted
  issues: Falling[]
}

const HOUR_MS = 3_600_000

/** The hours with their issues; of a long list the later hours have their number only. */
export function hoursOf(hours: Hours, issues: readonly IssueSummary[]): HourOf[] {
  return hours.hours.map(({ at, due }) => {
    const begins = Date.parse(at)
    const its = issues.filter(({ due_at }) => due_at !== null && Date.parse(due_at) >= begins && Date.parse(due_at) < begins + HOUR_MS)
    return { at, due, issues: its.map((issue) => ({ issue, at: issue.next_step?.at ?? issue.due_at ?? at, to: issue.next_step?.to ?? [] })) }
  })
}

/** Whom today's steps tell, each once. */
export function recipientsOf(hours: readonly HourOf[]): string[] {
  const all = hours.flatMap(({ issues }) => issues.flatMap(({ to }) => to.map(({ person_id }) => person_id)))
  return [...new Set(all.filter((id): id is string => id !== null))]
}
