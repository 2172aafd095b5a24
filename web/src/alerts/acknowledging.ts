/** Knows how alerts are acknowledged and looked at; neither stops a clock. */
import { ask } from '@/api/ask'
import type { AlertView, BulkAnswer } from '@/api/generated'
import { whole } from '@/api/whole'

const AT_ONCE = 200

export function acknowledge(alert: string): Promise<AlertView> {
  return ask<AlertView>(`/v1/alerts/${encodeURIComponent(alert)}/acknowledge`, { method: 'POST', body: {} })
}

/** I looked at it; it is still to be acknowledged. */
export async function see(what: { alerts?: string[]; notices?: string[] }): Promise<void> {
  await ask('/v1/inbox/seen', { method: 'POST', body: what })
}

/** In parts that one question may carry. */
export function parts<Item>(items: readonly Item[], most: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, part) => items.slice(part * most, (part + 1) * most))
}

/** All of mine, also those that are not on the page yet: how many were acknowledged, and how many were refused. */
export async function acknowledgeAll(asks: typeof ask = ask): Promise<{ done: number; refused: number }> {
  const all = { done: 0, refused: 0 }
  const unread = await whole<AlertView>('/v1/alerts', { mine: true, acknowledged: false }, { asks })
  const ids = unread.map(({ id }) => id)
  for (const alerts of parts(ids, AT_ONCE)) {
    const { done, refused } = await asks<BulkAnswer>('/v1/bulk/acknowledge', { method: 'POST', body: { alerts, command: {} } })
    all.done += done
    all.refused += refused
  }
  return all
}
