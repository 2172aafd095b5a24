import { describe, expect, it } from 'vitest'
import type { IssueView, MayView } from '@/api/generated'
import { nowOf, ofTray } from './now'

const issue = (over: Partial<IssueView> = {}): IssueView =>
  ({
    state: 'accepted', milestones: [], measures: null, percent: null, instructions: [], closure: null, recheck: null, extension_request: null, suspension_request: null, unit_id: 'u',
    obligations: [{ code: 'feedback', due_at: '2026-03-05T15:59:59Z', ended_at: null }, { code: 'resolve', due_at: '2026-03-09T15:59:59Z', ended_at: null }],
    ...over,
  }) as unknown as IssueView
const may = (...commands: string[]): MayView[] => commands.map((command) => ({ command, ok: true }) as MayView)
const plan = [{ name: '完成', due_on: '2026-03-06' }]

describe('what is to be done now', () => {
  it('is one thing after the other: sign, plan, measures, closure', () => {
    expect(nowOf(issue(), may('accept', 'comment'))?.command).toBe('accept')
    expect(nowOf(issue(), may('file-plan', 'report-progress'))?.command).toBe('file-plan')
    expect(nowOf(issue({ milestones: plan }), may('file-plan', 'report-progress'))).toEqual({ command: 'report-progress', due: '2026-03-05T15:59:59Z' })
    expect(nowOf(issue({ milestones: plan, measures: 'x' }), may('file-plan', 'report-progress', 'request-closure'))).toEqual({ command: 'request-closure', due: '2026-03-09T15:59:59Z' })
  })

  it('is to say what was mended after a return, before anything else', () => {
    expect(nowOf(issue({ state: 'returned', measures: 'x' }), may('file-plan', 'report-progress'))?.command).toBe('report-progress')
  })

  it('answers what a supervisor wrote before the rest', () => {
    const waiting = [{ number: 1, due_at: '2026-03-04T15:59:59Z' }] as IssueView['instructions']
    expect(nowOf(issue({ instructions: waiting }), may('reply', 'file-plan'))).toEqual({ command: 'reply', due: '2026-03-04T15:59:59Z' })
  })

  it('is a look on the site before a decision, and only what was seen since closure was asked for counts', () => {
    const closure = { requested_at: '2026-03-06T01:00:00Z' } as IssueView['closure']
    const seen = (at: string): IssueView['recheck'] => ({ at }) as IssueView['recheck']
    const all = may('record-recheck', 'approve-closure', 'return-closure')
    expect(nowOf(issue({ closure }), all)?.command).toBe('record-recheck')
    expect(nowOf(issue({ closure, recheck: seen('2026-03-05T01:00:00Z') }), all)?.command).toBe('record-recheck')
    expect(nowOf(issue({ closure, recheck: seen('2026-03-06T02:00:00Z') }), all)?.command).toBe('approve-closure')
  })

  it('is nothing where one may only speak', () => {
    expect(nowOf(issue(), may('comment', 'reply', 'transfer', 'record-recheck'))).toBeNull()
  })
})

it('knows what answers a tray, and that what is judged is looked at first', () => {
  expect(['sign', 'report', 'verify', 'approve', 'decide'].map(ofTray)).toEqual(['accept', 'report-progress', null, null, null])
})
