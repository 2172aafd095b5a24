import { describe, expect, it } from 'vitest'
import type { Board, BoardRow, CategoryRow } from '@/api/generated'
import { matrixOf, shadeOf, widened } from './matrix'

const number = (count: number, list = '/v1/issues'): { count: number; list: string } => ({ count, list })

function category(id: string, open: number, red: number, where: string): CategoryRow {
  const list = `/v1/issues?region=${where}&category=${id}`
  return { id, name_zh: id, name_en: id, open: number(open, `${list}&state=assigned`), red: number(red, `${list}&light=red`), yellow: number(0), green: number(0) }
}

function row(id: string, categories: CategoryRow[]): BoardRow {
  const sum = (light: 'open' | 'red'): number => categories.reduce((all, one) => all + one[light].count, 0)
  return { id, name_zh: id, name_en: id, whole: true, categories, open: number(sum('open')), red: number(sum('red')), yellow: number(0), green: number(0) }
}

const board = {
  as_of: '2026-03-06T02:00:00Z',
  by: 'region',
  region: null,
  rows: [row('140100', [category('land', 4, 1, '140100'), category('other', 0, 0, '140100')]), row('140200', [category('land', 2, 2, '140200')])],
  all: { open: number(6), red: number(3), yellow: number(0), green: number(0) },
  by_state: {},
} satisfies Board

describe('the matrix', () => {
  it('has no column where nothing is open, and sums the others', () => {
    const { columns } = matrixOf(board)
    expect(columns.map(({ id, sum }) => [id, sum.open.count, sum.red.count])).toEqual([['land', 6, 3]])
  })

  it('sums a column over all places, with a list of just those', () => {
    expect(matrixOf(board).columns[0]?.sum.red.list).toBe('/v1/issues?category=land&light=red')
    expect(widened('/v1/issues?at=140100&light=red', '140000')).toBe('/v1/issues?light=red&region=140000')
  })

  it('keeps a place where nothing is open in a category', () => {
    const quiet = matrixOf({ ...board, rows: [...board.rows, row('140300', [])] })
    expect(quiet.rows[2]?.cells).toEqual([null])
  })

  it('shades by the share that is overdue', () => {
    expect([shadeOf(0, 9), shadeOf(1, 10), shadeOf(1, 4), shadeOf(1, 2), shadeOf(2, 2)]).toEqual([0, 1, 2, 3, 4])
  })
})
