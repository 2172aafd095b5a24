/** Knows which answers a page keeps are another after an event, and which of them may be asked again by themselves. */
import type { QueryClient, QueryKey } from '@tanstack/vue-query'

export type LiveEvent = 'alert.fired' | 'alert.acknowledged' | 'notice.given' | 'issues.changed' | 'reset'

/** In place: numbers and one issue. A list would move under who reads it: it is only marked, and its page says how many wait. */
const IN_PLACE = ['board', 'counts', 'inbox', 'map', 'issue', 'deliveries'] as const
const LISTS = ['issues', 'alerts', 'notices', 'projects'] as const

type Noun = (typeof IN_PLACE)[number] | (typeof LISTS)[number]

const NOUNS: Readonly<Record<LiveEvent, readonly Noun[]>> = {
  'alert.fired': ['alerts', 'board', 'counts', 'inbox', 'map', 'issues', 'deliveries'],
  'alert.acknowledged': ['alerts', 'inbox'],
  'notice.given': ['notices', 'inbox'],
  'issues.changed': ['issues', 'board', 'counts', 'inbox', 'map', 'projects'],
  reset: [...IN_PLACE, ...LISTS],
}

export function isLiveEvent(event: string): event is LiveEvent {
  return Object.keys(NOUNS).includes(event)
}

/** The issues that an event is about; null: nobody knows, or all of them. */
function issuesOf(event: LiveEvent, data: unknown): string[] | null {
  const said = data as { issue_id?: string; all?: boolean; issues?: { id: string }[] } | null
  if (event === 'issues.changed') return said?.all ? null : (said?.issues ?? []).map((issue) => issue.id)
  return event !== 'reset' && said?.issue_id ? [said.issue_id] : null
}

export function keysOf(event: LiveEvent, data: unknown): QueryKey[] {
  const issues = issuesOf(event, data)
  return [...NOUNS[event].map((noun) => [noun]), ...(issues === null ? [['issue']] : issues.map((id) => ['issue', id]))]
}

const GATHERED_MS = 1_500

/** Marks what is another as such, together after a moment: a storm of events asks for a board once. */
export function createMarking(queries: Pick<QueryClient, 'invalidateQueries'>, later = GATHERED_MS): (event: LiveEvent, data: unknown) => void {
  const waiting = new Map<string, QueryKey>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const mark = (): void => {
    timer = undefined
    for (const queryKey of waiting.values()) {
      const list = (LISTS as readonly unknown[]).includes(queryKey[0])
      void queries.invalidateQueries({ queryKey, refetchType: list ? 'none' : 'active' })
    }
    waiting.clear()
  }
  return (event, data) => {
    for (const key of keysOf(event, data)) waiting.set(JSON.stringify(key), key)
    timer ??= setTimeout(mark, later)
  }
}
