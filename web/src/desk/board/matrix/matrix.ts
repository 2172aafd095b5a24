/** Knows the matrix of places and categories: what stands in each cell, how its share of red is shaded, the sums. */
import type { Board, BoardRow, CategoryRow } from '@/api/generated'
import type { Counted } from '@/desk/counted/listed'

export interface Cell {
  open: Counted
  red: Counted
  shade: Shade
}

export interface MatrixRow {
  row: BoardRow
  cells: (Cell | null)[]
  sum: Cell
}

export interface Column {
  id: string
  name_zh: string
  name_en: string
  sum: Cell
}

export interface Matrix {
  columns: Column[]
  rows: MatrixRow[]
  all: Cell
}

/** Five steps, told apart on paper too: nothing red, up to a tenth, a quarter, a half, more. */
export type Shade = 0 | 1 | 2 | 3 | 4

export function shadeOf(red: number, open: number): Shade {
  if (red === 0 || open === 0) return 0
  const share = red / open
  if (share <= 0.1) return 1
  if (share <= 0.25) return 2
  return share <= 0.5 ? 3 : 4
}

type Lights = Pick<BoardRow, 'open' | 'red'>

const cellOf = ({ open, red }: Lights): Cell => ({ open, red, shade: shadeOf(red.count, open.count) })

/** The list of a category over all rows: that of a cell without its place, or with the one that is looked at. */
export function widened(list: string, region: string | null): string {
  const [path, tail = ''] = list.split('?')
  const query = new URLSearchParams(tail)
  query.delete('at')
  query.delete('region')
  if (region !== null) query.set('region', region)
  const said = query.toString()
  return said ? `${path ?? ''}?${said}` : (path ?? '')
}

function columnOf(rows: CategoryRow[], region: string | null): Column | null {
  const first = rows[0]
  if (!first) return null
  const total = (light: 'open' | 'red'): Counted => ({
    count: rows.reduce((sum, row) => sum + row[light].count, 0),
    list: widened(first[light].list, region),
  })
  return { id: first.id, name_zh: first.name_zh, name_en: first.name_en, sum: cellOf({ open: total('open'), red: total('red') }) }
}

/** Categories in which nothing is open have no column; a place without open issues keeps its row. */
export function matrixOf(board: Board): Matrix {
  const byCategory = new Map<string, CategoryRow[]>()
  for (const row of board.rows) for (const one of row.categories) byCategory.set(one.id, [...(byCategory.get(one.id) ?? []), one])
  const columns = [...byCategory.values()]
    .map((rows) => columnOf(rows, board.region))
    .filter((column): column is Column => column !== null && column.sum.open.count > 0)
  return {
    columns,
    rows: board.rows.map((row) => {
      const own = new Map(row.categories.map((one) => [one.id, one]))
      const cells = columns.map(({ id }) => own.get(id)).map((one) => (one && one.open.count > 0 ? cellOf(one) : null))
      return { row, cells, sum: cellOf(row) }
    }),
    all: cellOf(board.all),
  }
}
