/** Knows which issues changed: the stream tells alerts and notices only, so the leading tab asks now and then (ADR 0046). */
import { hasSlug, Problem } from '@/api/problem'
import type { IssuePage } from '@/api/generated'

export const EVERY_MS = 15_000
export const MOST = 50

/** An issue as it is now; `all` where more changed than are told one by one. */
export interface Changed {
  all: boolean
  issues: { id: string; serial: string; version: number; state: string; light: string; region: string }[]
}

export interface Asking {
  /** The page of what changed since a moment, the latest first. */
  ask: (since: string, limit: number) => Promise<IssuePage>
  now: () => number
  wait: (ms: number, signal: AbortSignal) => Promise<void>
  tell: (changed: Changed) => void
}

const EVERYTHING: Changed = { all: true, issues: [] }

/** What of a page was not told yet: the moment asked for is included, so its last ones come twice. */
function news(page: IssuePage, told: ReadonlyMap<string, number>): Changed['issues'] {
  return page.items
    .filter((item) => told.get(item.id) !== item.version)
    .map(({ id, serial, version, state, light, region }) => ({ id, serial, version, state, light, region }))
}

/** Asks until the signal ends it. A question that fails is asked again at its next turn, from the same moment. */
export async function watch(asking: Asking, signal: AbortSignal): Promise<void> {
  let since = new Date(asking.now()).toISOString()
  let told = new Map<string, number>()
  for (;;) {
    await asking.wait(EVERY_MS, signal)
    if (signal.aborted) return
    try {
      const page = await asking.ask(since, MOST)
      const issues = news(page, told)
      const latest = page.items[0]
      if (page.next_cursor !== null) asking.tell(EVERYTHING)
      else if (issues.length > 0) asking.tell({ all: false, issues })
      if (latest) {
        since = latest.updated_at
        told = new Map(page.items.filter((item) => item.updated_at === since).map((item) => [item.id, item.version]))
      }
    } catch (error) {
      if (error instanceof Problem && error.status === 403) return
      if (!hasSlug(error, 'too-many-to-sort')) continue
      since = new Date(asking.now()).toISOString()
      asking.tell(EVERYTHING)
    }
  }
}
