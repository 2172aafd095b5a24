import { expect, it } from 'vitest'
import type { IssueSummary } from '@/api/generated'
import { NOTHING, only, range, refreshed, toggled, withLines } from './selection'

const line = (id: string, version = 1): IssueSummary => ({ id, version }) as IssueSummary
const ids = (selection: typeof NOTHING): string[] => [...selection.lines.keys()]

it('takes a line and gives it back', () => {
  const one = toggled(NOTHING, line('a'), 3)
  expect(ids(one)).toEqual(['a'])
  expect(ids(toggled(one, line('a'), 3))).toEqual([])
})

it('draws a range from where it began, either way', () => {
  const one = toggled(NOTHING, line('a'), 5)
  expect(range(one, 9)).toEqual([5, 9])
  expect(range(one, 2)).toEqual([2, 5])
  expect(range(NOTHING, 4)).toEqual([4, 4])
  expect(range(withLines(one, [line('b')]), 7)).toEqual([5, 7])
})

it('keeps what was chosen as it is now, and chooses nothing by it', () => {
  const one = only([line('a')])
  expect(refreshed(one, [line('a', 2), line('b', 7)]).lines.get('a')?.version).toBe(2)
  expect(ids(refreshed(one, [line('b', 7)]))).toEqual(['a'])
})
