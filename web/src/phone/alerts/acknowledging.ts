/** Knows how alerts are acknowledged: one, or all of mine; no clock hears of it. */
import { ask } from '@/api/ask'
import type { AlertPage, AlertView, BulkAnswer } from '@/api/generated'

const AT_ONCE = 200

export function acknowledge(alert: string): Promise<AlertView> {
  return ask<AlertView>(`/v1/alerts/${encodeURIComponent(alert)}/acknowledge`, { method: 'POST', body: {} })
}

/** Also those that are not on the page yet; how many were refused. What is acknowledged drops out of the next question. */
export async function acknowledgeAll(asks: typeof ask = ask): Promise<number> {
  let refused = 0
  let cursor: string | null = null
  const ids: string[] = []
  do {
    const page: AlertPage = await asks<AlertPage>('/v1/alerts', { query: { mine: true, acknowledged: false, limit: AT_ONCE, cursor } })
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.next_cursor
  } while (cursor !== null)
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const alerts = ids.slice(first, first + AT_ONCE)
    refused += (await asks<BulkAnswer>('/v1/bulk/acknowledge', { method: 'POST', body: { alerts, command: {} } })).refused
  }
  return refused
}
