/** Knows how a list is read whole: page after page, up to as many as are wanted. */
import { ask, type Query } from './ask'

const PAGE = 200

export interface Bounds {
  signal?: AbortSignal
  /** No page is asked for once so many are there. */
  most?: number
  asks?: typeof ask
}

export async function whole<Item>(path: string, query: Query = {}, { signal, most = Infinity, asks = ask }: Bounds = {}): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const page: { items: Item[]; next_cursor: string | null } = await asks(path, { query: { ...query, limit: PAGE, cursor }, ...(signal && { signal }) })
    items.push(...page.items)
    cursor = page.next_cursor
  } while (cursor !== null && items.length < most)
  return items
}
