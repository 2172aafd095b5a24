/** Knows how an endpoint stands, by light, mark and word: `ok` of the API says that nothing is known to fail, not that anything arrived. */
import type { ChannelView, TrialView } from '@/api/generated'

export interface Standing {
  word: 'failing' | 'blocked' | 'disabled' | 'quiet'
  tone: 'red' | 'yellow' | 'grey' | 'green'
  mark: '▲' | '◆' | '■' | '●'
  /** Since when it fails, or until when it is blocked. */
  at: string | null
}

type Told = Pick<ChannelView, 'state' | 'failing_since' | 'blocked_until'>

/** `now` is the machine's time in ms: deliveries do not go by the ledger's clock. */
export function standingOf(endpoint: Told, now: number): Standing {
  if (endpoint.state === 'disabled') return { word: 'disabled', tone: 'grey', mark: '■', at: null }
  if (endpoint.state === 'failing') return { word: 'failing', tone: 'red', mark: '▲', at: endpoint.failing_since }
  if (endpoint.blocked_until && Date.parse(endpoint.blocked_until) > now) return { word: 'blocked', tone: 'yellow', mark: '◆', at: endpoint.blocked_until }
  return { word: 'quiet', tone: 'green', mark: '●', at: null }
}

const LOST_MS = 30_000

/** How a trial stands, by mark and tone: `stuck` when nobody sent it, or nobody said what came back. */
export const TRIED = {
  waiting: { tone: 'grey', mark: '○' },
  sending: { tone: 'blue', mark: '→' },
  accepted: { tone: 'green', mark: '●' },
  limited: { tone: 'yellow', mark: '◆' },
  failed: { tone: 'red', mark: '▲' },
  stuck: { tone: 'red', mark: '▲' },
} as const

export function isUnderWay(trial: TrialView | null): boolean {
  return trial !== null && trial.done_at === null
}

export function isStuck(trial: TrialView | null, now: number): boolean {
  return trial !== null && isUnderWay(trial) && now - Date.parse(trial.at) > LOST_MS
}
