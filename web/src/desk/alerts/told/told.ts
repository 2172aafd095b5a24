/** Knows who was told beside one alert, who before it, and who will be told next: read off the explanation of its issue. */
import type { AlertTold, Coming, Explanation, Firing } from '@/api/generated'

export interface Told {
  /** The alert itself, as the explanation tells it. */
  own: AlertTold | null
  /** Of the same step at the same moment. */
  beside: AlertTold[]
  /** Steps that fired before, the latest first. */
  before: Firing[]
  coming: Coming[]
}

const NEXT = 4

export function toldOf({ firings, coming }: Explanation, alert: string): Told {
  const at = firings.findIndex((firing) => firing.alerts.some(({ alert_id }) => alert_id === alert))
  const its = firings[at]?.alerts ?? []
  return {
    own: its.find(({ alert_id }) => alert_id === alert) ?? null,
    beside: its.filter(({ alert_id }) => alert_id !== alert),
    before: (at < 0 ? [] : firings.slice(0, at)).filter(({ result }) => result === 'fired').reverse(),
    coming: coming.slice(0, NEXT),
  }
}
