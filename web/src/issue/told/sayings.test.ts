import { expect, it } from 'vitest'
import { lightWord, since } from './sayings'

const say = (key: string, named: Record<string, unknown> = {}): string => [key.split('.').slice(1).join('.'), ...Object.values(named)].join(' ')
const NOW = Date.parse('2026-03-06T00:00:00Z')

it('says how late an issue is, and nothing of what is over', () => {
  expect(lightWord({ state: 'assigned', light: 'red', due_at: '2026-03-04T00:00:00Z' }, NOW, say)).toBe('lights.red late.day 2')
  expect(lightWord({ state: 'assigned', light: 'green', due_at: '2026-03-06T05:00:00Z' }, NOW, say)).toBe('lights.green left.hour 5')
  expect(lightWord({ state: 'closed', light: 'red', due_at: null }, NOW, say)).toBe('states.closed')
  expect(lightWord({ state: 'voided', light: 'green', due_at: null }, NOW, say)).toBe('states.voided')
  expect(lightWord({ state: 'voided', light: 'green', due_at: null, voiding: { cause: 'import_undone' } }, NOW, say)).toBe('states.import_undone')
  expect(lightWord({ state: 'voided', light: 'green', due_at: null, void_cause: 'import_undone' }, NOW, say)).toBe('states.import_undone')
})

it('counts from the assignment, before it too', () => {
  const from = '2026-03-02T01:00:00Z'
  expect(since('2026-03-04T04:30:00Z', from, say)).toBe('+span.days 2 3')
  expect(since('2026-03-02T01:20:00Z', from, say)).toBe('+span.minutes 20')
  expect(since('2026-03-01T23:00:00Z', from, say)).toBe('−span.hours 2')
})
