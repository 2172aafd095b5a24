import { expect, it } from 'vitest'
import type { Hours, IssueSummary } from '@/api/generated'
import { fallingOf, hoursOf, recipientsOf } from './today'

const due = (count: number, from: string, before: string): { count: number; list: string } => ({
  count,
  list: `/v1/issues?state=assigned&due_from=${encodeURIComponent(from)}&due_before=${encodeURIComponent(before)}`,
})

const hours: Hours = {
  as_of: '2026-03-06T01:30:00Z',
  region: null,
  hours: [
    { at: '2026-03-06T02:00:00Z', due: due(1, '2026-03-06T02:00:00Z', '2026-03-06T03:00:00Z') },
    { at: '2026-03-06T15:00:00Z', due: due(2, '2026-03-06T15:00:00Z', '2026-03-06T16:00:00Z') },
  ],
}

function issue(id: string, due_at: string, person: string | null): IssueSummary {
  const to = person ? [{ person_id: person, person_name: person, title_zh: '', title_en: '' }] : []
  return { id, due_at, next_step: { at: due_at, to } } as unknown as IssueSummary
}

it('makes one number of the day, whose list is from its first hour to its last', () => {
  const all = fallingOf(hours)
  expect(all?.count).toBe(3)
  const query = new URLSearchParams(all?.list.split('?')[1])
  expect([query.get('due_from'), query.get('due_before')]).toEqual(['2026-03-06T02:00:00Z', '2026-03-06T16:00:00Z'])
  expect(fallingOf({ ...hours, hours: [] })).toBeNull()
})

it('puts each issue under its hour and tells each recipient once', () => {
  const shown = hoursOf(hours, [issue('a', '2026-03-06T02:20:00Z', 'p1'), issue('b', '2026-03-06T15:59:59Z', 'p1'), issue('c', '2026-03-06T15:59:59Z', null)])
  expect(shown.map(({ issues }) => issues.map((each) => each.issue.id))).toEqual([['a'], ['b', 'c']])
  expect(recipientsOf(shown)).toEqual(['p1'])
})
