/** Knows how alerts are acknowledged and looked at; neither stops a clock. */
import { ask } from '@/api/ask'
import type { AlertPage, AlertView, BulkAnswer } from '@/api/generated'
import { parts } from './list'

const AT_ONCE = 200

export function acknowledge(alert: string): Promise<AlertView> {
  return ask<AlertView>(`/v1/alerts/${encodeURIComponent(alert)}/acknowledge`, { method: 'POST', body: {} })
}

/** I looked at it; it is still to be acknowledged. */
export async function see(what: { alerts?: string[]; notices?: string[] }): Promise<void> {
  await ask('/v1/inbox/seen', { method: 'POST', body: what })
}

/** All of mine that are not acknowledged, those that are not on the page yet too. */
async function unread(): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const page: AlertPage = await ask<AlertPage>('/v1/alerts', { query: { mine: true, acknowledged: false, limit: AT_ONCE, cursor } })
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.next_cursor
  } while (cursor !== null)
  return ids
}

/** How many were acknowledged, and how many were refused. */
export async function acknowledgeAll(): Promise<{ done: number; refused: number }> {
  const all = { done: 0, refused: 0 }
  for (const alerts of parts(await unread(), AT_ONCE)) {
    const { done, refused } = await ask<BulkAnswer>('/v1/bulk/acknowledge', { method: 'POST', body: { alerts, command: {} } })
    all.done += done
    all.refused += refused
  }
  return all
}
