import { expect, it } from 'vitest'
import type { IssueView } from '@/api/generated'
import { deadlineOf, fit, MARGIN, margin, moved, proposed, shifted, weekdays, worked } from './plan'

/** Spring Festival 2026: Saturday 14 and 28 February are worked, 15 to 23 February are free. */
const spring = (day: string): boolean =>
  day === '2026-02-14' || day === '2026-02-28' || (weekdays(day) && !(day >= '2026-02-15' && day <= '2026-02-23'))

it('leaves three working days to verify before the deadline', () => {
  expect(proposed('2026-03-02', '2026-03-13', weekdays)).toEqual({ start: '2026-03-03', middle: '2026-03-05', finish: '2026-03-10' })
})

it('counts over a holiday and takes the Saturday that is worked instead', () => {
  expect(worked('2026-02-12', '2026-02-25', spring)).toEqual(['2026-02-13', '2026-02-14', '2026-02-24', '2026-02-25'])
  expect(moved('2026-02-14', 1, spring)).toBe('2026-02-24')
  expect(moved('2026-02-24', -1, spring)).toBe('2026-02-14')
})

it('proposes something even where the deadline is today or past', () => {
  expect(proposed('2026-03-06', '2026-03-06', weekdays)).toEqual({ start: '2026-03-06', middle: '2026-03-06', finish: '2026-03-06' })
})

it('gives up the margin before it puts all on one day', () => {
  expect(proposed('2026-03-02', '2026-03-04', weekdays)).toEqual({ start: '2026-03-03', middle: '2026-03-03', finish: '2026-03-04' })
})

it('says of itself just what it leaves: three working days wherever there are as many beside the work', () => {
  const first = '2026-03-02'
  for (let span = 0; span < 40; span++) {
    const deadline = shifted(first, span)
    const { start, middle, finish } = proposed(first, deadline, spring)
    expect([start, middle, finish]).toEqual([start, middle, finish].sort())
    const said = margin(first, deadline, spring)
    expect(fit([{ name: 'x', due_on: finish }], first, deadline, spring)).toEqual({ fits: true, left: said })
    const days = worked(first, deadline, spring).length
    expect(said).toBe(Math.max(0, Math.min(MARGIN, days - 2)))
  }
})

it('keeps the deadline that it was counted from when the clock to resolve has ended', () => {
  const clock = (code: string, round: number, due_at: string, ended_at: string | null) => ({ code, round, due_at, ended_at })
  const obligations = [clock('resolve', 0, '2026-03-09T10:00:00Z', '2026-03-05T10:00:00Z'), clock('verify', 0, '2026-03-08T10:00:00Z', null)]
  const asked = { obligations } as unknown as Pick<IssueView, 'obligations'>
  expect(deadlineOf(asked)).toBe('2026-03-09T10:00:00Z')
  expect(deadlineOf({ obligations: [...asked.obligations, ...[clock('resolve', 1, '2026-03-20T10:00:00Z', null)]] } as typeof asked)).toBe('2026-03-20T10:00:00Z')
  expect(deadlineOf({ obligations: [] })).toBeNull()
})

it('says what does not fit, or how much is left', () => {
  const steps = (...days: string[]) => days.map((due_on) => ({ name: 'x', due_on }))
  expect(fit(steps('2026-03-03', '2026-03-10'), '2026-03-02', '2026-03-13', weekdays)).toEqual({ fits: true, left: 3 })
  expect(fit(steps('2026-03-16'), '2026-03-02', '2026-03-13', weekdays)).toEqual({ fits: false, why: 'after-deadline' })
  expect(fit(steps('2026-03-10', '2026-03-03'), '2026-03-02', '2026-03-13', weekdays)).toEqual({ fits: false, why: 'out-of-order' })
})
