/** Knows what waits for somebody as cards: each issue once, what is asked of it, and the command that answers. */
import type { InboxView, Light, WaitingView } from '@/api/generated'
import { ofTray } from './now'

export const KINDS = ['sign', 'measures', 'closure', 'returned'] as const
export type Kind = (typeof KINDS)[number]
export const LIGHTS: readonly Light[] = ['red', 'yellow', 'green']

export interface Entry {
  what: string
  /** How a unit counts it: 待签收, 待报措施, 待销号, 被退回. */
  kind: Kind
  issue: WaitingView
  /** The page that answers it: of a command, or `verify`. */
  command: string | null
}

function kindOf(what: string, state: string): Kind {
  if (state === 'returned') return 'returned'
  if (what === 'sign') return 'sign'
  return what === 'plan' || state === 'accepted' ? 'measures' : 'closure'
}

/** What a supervisor goes to see before they decide. */
const SEEN: readonly string[] = ['verify', 'approve']

const WEIGHT: Readonly<Record<string, number>> = { red: 0, orange: 1, yellow: 2 }
const weight = ({ issue }: Entry): number => WEIGHT[issue.light] ?? 3

/** The reddest first, then what is due first; an issue that waits in two trays stands in the first of them. */
export function entriesOf({ waiting }: Pick<InboxView, 'waiting'>): Entry[] {
  const seen = new Set<string>()
  const all: Entry[] = []
  for (const { what, items } of waiting) {
    for (const issue of items) {
      if (seen.has(issue.id)) continue
      seen.add(issue.id)
      all.push({ what, kind: kindOf(what, issue.state), issue, command: SEEN.includes(what) ? 'verify' : ofTray(what) })
    }
  }
  return all.sort((one, other) => weight(one) - weight(other) || (one.issue.due_at ?? '9').localeCompare(other.issue.due_at ?? '9'))
}

/** Whether more waits than was brought: of each tray the first that fall due are. */
export function hasRest({ waiting }: Pick<InboxView, 'waiting'>): boolean {
  return waiting.some(({ count, more, items }) => more || count > items.length)
}
