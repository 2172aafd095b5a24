import { expect, it } from 'vitest'
import type { IssueSummary, LineClock } from '@/api/generated'
import { COLUMN_KEYS, DEFAULT_COLUMNS } from './columns'
import { choiceFrom } from './kept'
import { cellText, lastRounds, type Telling } from './texts'

const telling: Telling = { say: (key, named = {}) => `${key.replace('ledger.', '')} ${Object.values(named).join(' ')}`.trim(), language: 'zh-CN', now: Date.parse('2026-03-06T02:00:00Z') }
const line = {
  state: 'assigned', light: 'red', due_at: '2026-03-04T01:00:00Z', region: '140105', flags: ['no-location'], clocks: [], next_step: null,
  names: { state: { name_zh: '已交办', name_en: 'Assigned' }, category: { name_zh: '用地', name_en: 'Land' }, region: null, unit: null, project: null },
} as unknown as IssueSummary

it('has 22 columns to choose from, eight to begin with', () => {
  expect(COLUMN_KEYS).toHaveLength(22)
  expect(DEFAULT_COLUMNS).toHaveLength(8)
})

it('says how late by the ledger’s time, and nothing of what rests', () => {
  expect(cellText('light', line, telling)).toBe('lights.red late.day 2')
  expect(cellText('light', { ...line, state: 'closed' }, telling)).toBe('已交办')
  expect(cellText('remaining', { ...line, due_at: '2026-03-06T05:30:00Z' }, telling)).toBe('left.hour 3')
  expect(cellText('region', line, telling)).toBe('140105')
  expect(cellText('flags', line, telling)).toBe('flags.no_location')
})

it('shows each clock once, by its last round', () => {
  const clock = (code: string, round: number): LineClock => ({ code, round }) as LineClock
  expect(lastRounds([clock('deploy', 0), clock('resolve', 0), clock('resolve', 1)])).toEqual([clock('deploy', 0), clock('resolve', 1)])
})

it('reads a kept choice as far as it makes sense: the serial is always there and first', () => {
  expect(choiceFrom(null)).toEqual({ columns: [...DEFAULT_COLUMNS], widths: {}, density: 36 })
  expect(choiceFrom('not json').density).toBe(36)
  expect(choiceFrom(JSON.stringify({ columns: ['due', 'light', 'nonsense'], widths: { due: 9, light: 200, nonsense: 1 }, density: 44 }))).toEqual({
    columns: ['serial', 'light', 'due'],
    widths: { due: 56, light: 200 },
    density: 44,
  })
})
