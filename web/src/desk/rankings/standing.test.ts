import { describe, expect, it } from 'vitest'
import type { RankingRow, RuleLine } from '@/api/generated'
import { counted, firstPeriod, firstRule, hasAnything, leftOut, lengthOf, movedOf } from './standing'

const row = (over: Partial<RankingRow> = {}): RankingRow => ({ subject: '太原市', subject_en: 'Taiyuan City', code: '140100', kind: 'subject', place: 1, previous: null, sequence: null, sequence_en: null, values: { rate: 50 }, excluded: null, lists: [], exempt: null, broken: [], ...over })
const rule = (name: string, source: string, level: RuleLine['level'] = 'city'): RuleLine => ({ entered_at: null, entered_by: null, name, version: '1', title: '', title_en: null, about: '', about_en: null, source, period: 'month', subjects: 'region', level, indicators: [] })

describe('a ranking', () => {
  it('says by how many places each rose or fell, and who was not there before', () => {
    expect(movedOf(row({ place: 2, previous: 5 }))).toEqual({ word: 'up', by: 3 })
    expect(movedOf(row({ place: 5, previous: 2 }))).toEqual({ word: 'down', by: 3 })
    expect(movedOf(row({ place: 2, previous: 2 }))).toEqual({ word: 'same', by: 0 })
    expect(movedOf(row())).toEqual({ word: 'new', by: 0 })
    expect(movedOf(row({ place: null, previous: 2 }))).toBeNull()
  })

  it('keeps who has no place apart from the rows of their own', () => {
    const rows = [row({ kind: 'whole', place: null }), row(), row({ place: null }), row({ kind: 'separate', place: null })]
    expect(counted(rows).map(({ kind }) => kind)).toEqual(['whole', 'subject', 'separate'])
    expect(leftOut(rows)).toHaveLength(1)
  })

  it('is empty where every number is nothing', () => {
    expect(hasAnything([row({ values: { rate: null, projects: 0 } })])).toBe(false)
    expect(hasAnything([row({ values: { rate: null, projects: 1 } })])).toBe(true)
  })

  it('has bars as long as their share of the longest, and none of nothing', () => {
    const rows = [row({ values: { rate: 80 } }), row({ values: { rate: 40 } }), row({ values: { rate: null } })]
    expect(rows.map((each) => lengthOf(each, 'rate', rows))).toEqual([1, 0.5, 0])
    expect(lengthOf(row({ values: { rate: 0 } }), 'rate', [row({ values: { rate: 0 } })])).toBe(0)
  })

  it('begins with figures of the last month that has any, else with issues of this month', () => {
    const items = [rule('closure', 'issues'), rule('counties', 'figures', 'county'), rule('cities', 'figures')]
    const [closure, , cities] = items
    expect(firstRule({ items, months: ['2019-08'] })).toBe(cities)
    expect(firstPeriod(rule('cities', 'figures'), { items, months: ['2019-08', '2019-07'] })).toBe('2019-08')
    expect(firstRule({ items: [rule('closure', 'issues')], months: [] })).toEqual(closure)
    expect(firstPeriod(rule('closure', 'issues'), { items, months: ['2019-08'] })).toBe('')
  })
})
