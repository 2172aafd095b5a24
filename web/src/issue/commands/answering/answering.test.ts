import { expect, it } from 'vitest'
import type { IssueView } from '@/api/generated'
import { answering } from './answering'

const issue = (more: Partial<IssueView> = {}): IssueView =>
  ({ obligations: [{ code: 'feedback', ended_at: null, due_at: '2026-03-05T10:00:00Z' }], measures: null, milestones: [], ...more }) as unknown as IssueView

it('says what a report still lacks to stop the clock of feedback', () => {
  const milestones = [{ name: 'x', due_on: '2026-03-05' }]
  expect(answering(issue(), {})).toEqual({ due: '2026-03-05T10:00:00Z', lacks: ['measures', 'plan'] })
  expect(answering(issue({ milestones }), { measures: '  ' })?.lacks).toEqual(['measures'])
  expect(answering(issue(), { measures: '已下达指标' })?.lacks).toEqual(['plan'])
  expect(answering(issue({ milestones }), { measures: '已下达指标' })?.lacks).toEqual([])
  expect(answering(issue({ milestones, measures: '已下达指标' }), {})?.lacks).toEqual([])
})

it('has nothing to say where that clock has ended', () => {
  expect(answering(issue({ obligations: [] }), {})).toBeNull()
})
