import { expect, it } from 'vitest'
import type { JudgedView } from '@/api/generated'
import { toldOf } from './giving'

const judged = (over: Partial<JudgedView>): JudgedView => ({ verdict: 'fault', field: '', reason: '原因 / reason', flags: [], ...over }) as JudgedView

it('tells what the ledger refuses at its field, and what has none of all', () => {
  expect(toldOf(judged({ field: 'done_year' }))).toEqual({ done: '原因 / reason' })
  expect(toldOf(judged({ field: 'plan_months' }))).toEqual({ path: '原因 / reason' })
  expect(toldOf(judged({ field: 'region' }))).toEqual({ all: '原因 / reason' })
})

it('tells that another unit has reported the month', () => {
  expect(toldOf(judged({ verdict: 'conflict', field: 'unit' }))).toEqual({ all: '原因 / reason' })
})

it('tells nothing of what comes in', () => {
  expect(toldOf(judged({ verdict: 'changed' }))).toEqual({})
  expect(toldOf(judged({ verdict: 'same' }))).toEqual({})
})
