import { expect, it } from 'vitest'
import type { ComingStep } from '@/api/generated'
import { hoursOf } from './today'

const step = (issue_id: string, at: string): ComingStep => ({ issue_id, at, to: [] }) as unknown as ComingStep

it('puts each step under the hour in which it fires, whenever its issue falls due', () => {
  const shown = hoursOf([step('a', '2026-03-06T09:59:59Z'), step('b', '2026-03-06T15:59:59Z'), step('a', '2026-03-06T15:00:00Z')])
  expect(shown.map(({ at, steps }) => [at, steps.map((each) => each.issue_id)])).toEqual([
    ['2026-03-06T09:00:00.000Z', ['a']],
    ['2026-03-06T15:00:00.000Z', ['b', 'a']],
  ])
})

it('has no hour where nothing fires', () => {
  expect(hoursOf([])).toEqual([])
})
