/** Knows the places of a map: those right below the one looked at, each with its numbers, those without issues too. */
import type { Board, BoardRow, RegionView } from '@/api/generated'
import { shadeOf, type Shade } from '@/desk/board/matrix/matrix'
import type { Counted } from '@/desk/counted/listed'
import { above, levelOf } from '@/desk/counted/levels'

export interface Place {
  code: string
  /** What lies in it and in none of those below: it has no outline of its own. */
  itself: boolean
  name_zh: string
  name_en: string | null
  open: Counted
  red: Counted
  /** Overdue of what is open; null where nothing is. */
  share: number | null
  shade: Shade
}

const none = (code: string): Counted => ({ count: 0, list: `/v1/issues?region=${code}` })

/** The regions right below one; a county is its own only place. */
export function below(code: string, regions: readonly RegionView[]): RegionView[] {
  if (levelOf(code) === 'county') return regions.filter((region) => region.code === code)
  return regions.filter((region) => above(region.code) === code)
}

function numbersOf(row: BoardRow, category: string | null): Pick<BoardRow, 'open' | 'red'> | null {
  return category === null ? row : (row.categories.find(({ id }) => id === category) ?? null)
}

function placeOf(code: string, named: { name_zh: string | null; name_en: string | null }, row: BoardRow | undefined, category: string | null): Place {
  const numbers = row && numbersOf(row, category)
  const [open, red] = [numbers?.open ?? none(code), numbers?.red ?? none(code)]
  const share = open.count > 0 ? red.count / open.count : null
  return { code, itself: row ? !row.whole : false, name_zh: named.name_zh ?? code, name_en: named.name_en, open, red, share, shade: shadeOf(red.count, open.count) }
}

/** Worst first would move under who reads: places stand in the order of their codes. */
export function placesOf(under: string, regions: readonly RegionView[], board: Board, category: string | null): Place[] {
  const rows = new Map(board.rows.filter(({ whole }) => whole).map((row) => [row.id, row]))
  const places = below(under, regions).map((region) => placeOf(region.code, region, rows.get(region.code), category))
  const own = board.rows.filter((row): row is BoardRow & { id: string } => !row.whole && row.id !== null)
  return [...places, ...own.map((row) => placeOf(row.id, row, row, category))]
}

/** The categories in which anything is open here. */
export function categoriesOf(board: Board): { id: string; name_zh: string; name_en: string }[] {
  const known = new Map<string, { id: string; name_zh: string; name_en: string }>()
  for (const row of board.rows) for (const { id, name_zh, name_en, open } of row.categories) if (open.count > 0) known.set(id, { id, name_zh, name_en })
  return [...known.values()]
}
