import { describe, expect, it } from 'vitest'
import type { Person, UnitEntry } from '@/api/generated'
import { stem } from '../../scope/scope'
import { countsBelow, hasEnded, isOf, saying, treeOf } from './tree'

function unit(id: string, more: Partial<UnitEntry['entry']> = {}): UnitEntry {
  return { id, tag: '', entry: { id, bureau: '', region: '140105', level: 'county', name_zh: `名${id}`, name_en: `Name ${id}`, ...more } }
}

describe('units in a list', () => {
  it('stand below their parent, and at the edge where the parent is not among them', () => {
    const lines = treeOf([unit('a'), unit('b', { parent: 'c' }), unit('c'), unit('d', { parent: 'elsewhere' }), unit('e', { parent: 'b' })])
    expect(lines.map(({ unit: { id }, depth }) => `${id}${depth}`)).toEqual(['a0', 'c0', 'b1', 'e2', 'd0'])
  })

  it('are found by a part of a name or the id', () => {
    const units = [unit('a'), unit('b')]
    expect(saying(units, ' NAME B ').map(({ id }) => id)).toEqual(['b'])
    expect(saying(units, '名').length).toBe(2)
  })

  it('have ended from the day on that they were retired', () => {
    const one = unit('a', { retired_on: '2026-03-06' })
    expect([hasEnded(one, '2026-03-05'), hasEnded(one, '2026-03-06'), hasEnded(unit('b'), '2026-03-06')]).toEqual([false, true, false])
  })

  it('are counted for each place below', () => {
    const units = [unit('a', { region: '140100' }), unit('b'), unit('c', { region: '140200' })]
    expect([...countsBelow(units, ['140100', '140200', '140300'], stem)]).toEqual([['140100', 2], ['140200', 1], ['140300', 0]])
  })
})

it('a person is of a unit by any of their duties', () => {
  const person: Person = { id: 'li', name: '李', role: 'supervisor', region: '140105', unit_id: null, also: [{ role: 'unit_staff', region: '140105', unit_id: 'a' }] }
  expect([isOf(person, 'a'), isOf(person, 'b')]).toEqual([true, false])
})
