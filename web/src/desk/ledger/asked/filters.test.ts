import { expect, it } from 'vitest'
import { OPEN } from '@/issue/open'
import { chipsOf, chipText, without } from './chips'
import { daysOf, withDays } from './days'
import { alike, askedIn, narrowed, valuesOf, withParam, withValues } from './filters'

const say = (key: string, named: Record<string, unknown> = {}): string => `${key.replace('ledger.', '')}${Object.values(named).join('|')}`

it('reads from an address what asks for the list, and leaves the rest', () => {
  expect(askedIn({ light: 'red,yellow', view: 'v1', peek: '140105-2026-00001', q: '便道', sort: 'due', limit: '9', unit: null })).toEqual({ light: 'red,yellow', q: '便道' })
})

it('changes one filter and keeps the others', () => {
  const asked = withValues({ light: 'red', region: '140105' }, 'light', ['red', 'yellow'])
  expect(valuesOf(asked, 'light')).toEqual(['red', 'yellow'])
  expect(withValues(asked, 'light', [])).toEqual({ region: '140105' })
  expect(withParam(asked, 'q', null)).toEqual(asked)
})

it('knows the same list whatever the order of its names, and an order alone narrows nothing', () => {
  expect(alike({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(true)
  expect(alike({ a: '1' }, { a: '2' })).toBe(false)
  expect(narrowed({ sort: 'serial' })).toBe(false)
  expect(narrowed({ sort: 'serial', light: 'red' })).toBe(true)
})

it('takes days in China, both ends within them', () => {
  const asked = withDays({}, 'due', { first: '2026-03-01', last: '2026-03-31' })
  expect(asked).toEqual({ due_from: '2026-03-01T00:00:00+08:00', due_before: '2026-04-01T00:00:00+08:00' })
  expect(daysOf(asked, 'due')).toEqual({ first: '2026-03-01', last: '2026-03-31' })
  expect(withDays(asked, 'due', { first: '', last: '2026-03-31' })).toEqual({ due_before: '2026-04-01T00:00:00+08:00' })
})

it('shows every filter in force as one chip, and drops both ends of a span with it', () => {
  const asked = { light: 'red', due_from: '2026-03-01T00:00:00+08:00', due_before: '2026-04-01T00:00:00+08:00', archived: 'true', q: '便道', sort: 'serial' }
  expect(chipsOf(asked)).toEqual(['light', 'due', 'archived'])
  expect(without(asked, 'due')).toEqual({ light: 'red', archived: 'true', q: '便道', sort: 'serial' })
})

it('says a few values by name and many by number', () => {
  const options = [{ value: 'red', label: '红灯' }, { value: 'yellow', label: '黄灯' }]
  expect(chipText('light', { light: 'red,yellow' }, options, say, 'zh-CN')).toBe('红灯and黄灯')
  expect(chipText('issue', { issue: '1,2,3,4' }, [], say, 'zh-CN')).toBe('so_many4')
  expect(chipText('state', { state: OPEN }, [], say, 'zh-CN')).toBe('open')
  expect(chipText('due', { due_before: '2026-04-01T00:00:00+08:00' }, [], say, 'zh-CN')).toBe('until_day3月31日')
})
