/** Knows what a report of progress does to the clock of feedback: only measures and a plan together stop it, in whatever order they come. */
import type { IssueView } from '@/api/generated'
import type { Values } from '../body'

export type Lack = 'measures' | 'plan'

export interface Answering {
  /** Until when the clock of feedback runs. */
  due: string
  /** What it would still lack after this report; with nothing lacking it stops. */
  lacks: Lack[]
}

type Standing = Pick<IssueView, 'obligations' | 'measures' | 'milestones'>

/** Null where no such clock runs: then there is nothing to say. */
export function answering({ obligations, measures, milestones }: Standing, values: Values): Answering | null {
  const clock = obligations.find(({ code, ended_at }) => code === 'feedback' && ended_at === null)
  if (!clock) return null
  const said = values['measures']
  const told = Boolean(measures) || (typeof said === 'string' && said.trim() !== '')
  return { due: clock.due_at, lacks: [...(told ? [] : (['measures'] as const)), ...(milestones.length ? [] : (['plan'] as const))] }
}
