import { describe, expect, it } from 'vitest'
import type { Board, BoardRow, RegionView } from '@/api/generated'
import { below, categoriesOf, placesOf } from './places'

const region = (code: string): RegionView => ({ code, level: 'county', name_zh: `名${code}`, name_en: code, full_name_zh: code })
const REGIONS = ['140000', '140100', '140105', '140106', '140200'].map(region)
const number = (count: number): { count: number; list: string } => ({ count, list: `/v1/issues?${count}` })

function row(id: string, open: number, red: number, whole = true): BoardRow {
  const numbers = { open: number(open), red: number(red), yellow: number(0), green: number(0) }
  const land = { id: 'land', name_zh: '用地', name_en: 'land', ...numbers, open: number(1), red: number(1) }
  return { id, name_zh: id, name_en: id, whole, categories: [land], ...numbers }
}

const board = { rows: [row('140105', 4, 1), row('140100', 2, 0, false)] } as unknown as Board

describe('the places of a map', () => {
  it('are those right below the one looked at; a county is its own', () => {
    expect(below('140000', REGIONS).map(({ code }) => code)).toEqual(['140100', '140200'])
    expect(below('140100', REGIONS).map(({ code }) => code)).toEqual(['140105', '140106'])
    expect(below('140105', REGIONS).map(({ code }) => code)).toEqual(['140105'])
  })

  it('are all there, in the order of their codes, and what the city itself has stands last', () => {
    const places = placesOf('140100', REGIONS, board, null)
    expect(places.map(({ code, itself, open, share }) => [code, itself, open.count, share])).toEqual([
      ['140105', false, 4, 0.25],
      ['140106', false, 0, null],
      ['140100', true, 2, 0],
    ])
  })

  it('count one category where one is chosen', () => {
    expect(placesOf('140100', REGIONS, board, 'land')[0]).toMatchObject({ open: { count: 1 }, share: 1, shade: 4 })
    expect(placesOf('140100', REGIONS, board, 'funds')[0]).toMatchObject({ open: { count: 0 }, share: null, shade: 0 })
    expect(categoriesOf(board).map(({ id }) => id)).toEqual(['land'])
  })
})
