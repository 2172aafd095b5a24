/** Knows how an endpoint stands, by light, mark and word: `ok` of the API says that nothing is known to fail, not that anything arrived. */
import type { ChannelView } from '@/api/generated'

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
