import { describe, expect, it } from 'vitest'
import type { PolicyLine, Scope } from '@/api/generated'
import { covers, nextVersion, replacedBy, standings } from './standing'

const NOW = Date.parse('2026-03-06T08:00:00+08:00')
const line = (name: string, version: number, holds: string | null | undefined, applies_to: Scope = {}): PolicyLine => ({
  name, version, title: { zh: name, en: name }, time_zone: 'Asia/Shanghai', applies_to, adopted: holds !== undefined, holds_from: holds ?? null,
})
const LINES = [
  line('13710', 1, null),
  line('13710', 2, null),
  line('ours', 1, '2026-03-01T00:00:00+08:00', { regions: ['140100'] }),
  line('ours', 2, '2026-04-01T00:00:00+08:00', { regions: ['140100'] }),
  line('sheets', 1, undefined),
]

describe('how the versions stand', () => {
  it('of two that always held for all the higher number is in force', () => {
    const found = new Map(standings(LINES, NOW).map((each) => [each.key, each]))
    expect(found.get('13710@2')?.state).toBe('in_force')
    expect(found.get('13710@1')).toMatchObject({ state: 'replaced', by: '13710@2' })
  })

  it('one whose day has not come replaces nothing yet, and one nobody adopted is kept', () => {
    const states = Object.fromEntries(standings(LINES, NOW).map(({ key, state }) => [key, state]))
    expect(states).toMatchObject({ 'ours@1': 'in_force', 'ours@2': 'coming', 'sheets@1': 'kept' })
    expect(standings(LINES, Date.parse('2026-04-02T00:00:00+08:00')).find(({ key }) => key === 'ours@1')).toMatchObject({ state: 'replaced', by: 'ours@2' })
  })

  it('the newest of each name comes first', () => {
    expect(standings(LINES, NOW).map(({ key }) => key)).toEqual(['13710@2', '13710@1', 'ours@2', 'ours@1', 'sheets@1'])
  })

  it('a new one takes the place of the one in force with just its scope', () => {
    expect(replacedBy({}, LINES, NOW)).toBe('13710@2')
    expect(replacedBy({ regions: ['140100'] }, LINES, NOW)).toBe('ours@1')
    expect(replacedBy({ regions: ['140200'] }, LINES, NOW)).toBeNull()
  })

  it('the next number is free', () => {
    expect([nextVersion('13710', LINES), nextVersion('fresh', LINES)]).toEqual([3, 1])
  })
})

describe('which scope goes before which', () => {
  it.each([
    [{ regions: ['140100'] }, { regions: ['140105'] }, true],
    [{ regions: ['140105'] }, { regions: ['140100'] }, false],
    [{ regions: ['140100'] }, { regions: ['140105'], categories: ['land'] }, true],
    [{ categories: ['land'] }, {}, false],
    [{}, { categories: ['land'] }, false],
    [{ works_stopped: true }, { works_stopped: true, severities: ['major'] }, true],
  ] as [Scope, Scope, boolean][])('%o over %o: %s', (one, other, goes) => {
    expect(covers(one, other)).toBe(goes)
  })
})
