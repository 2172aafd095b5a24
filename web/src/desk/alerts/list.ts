/** Knows a list of alerts as it is read: in its order, marked in place, one chosen, and which comes next. */
import type { AlertView } from '@/api/generated'
import type { Pages } from '@/api/paged'

export type View = 'mine' | 'all' | 'notices'
export type Read = 'unread' | 'every'

/** The same pages with these alerts as they are now: each stays where it is, read or not. */
export function replaced(pages: Pages<AlertView> | undefined, now: readonly AlertView[]): Pages<AlertView> | undefined {
  if (!pages) return pages
  const byId = new Map(now.map((alert) => [alert.id, alert]))
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map((item) => byId.get(item.id) ?? item) })) }
}

/** The neighbour of the chosen one, `by` places further; the first where none is chosen. */
export function neighbour(items: readonly { id: string }[], chosen: string | null, by: 1 | -1): string | null {
  const at = items.findIndex(({ id }) => id === chosen)
  const next = at < 0 ? items[0] : items[Math.max(0, Math.min(items.length - 1, at + by))]
  return next?.id ?? null
}

/** The next after this one that nobody has acknowledged, round the list; this one where all are. */
export function nextUnread(items: readonly AlertView[], id: string): string {
  const at = items.findIndex((item) => item.id === id)
  const round = [...items.slice(at + 1), ...items.slice(0, Math.max(0, at))]
  return round.find((item) => item.acknowledged_at === null)?.id ?? id
}

const SHAPES: Readonly<Record<string, string>> = { red: '▲', yellow: '◆', green: '●' }

/** A light survives a copier by its shape; one that a policy made up is a square. */
export function shapeOf(light: string): string {
  return SHAPES[light] ?? '■'
}
