/** Knows who was told beside one alert, and what fires next: read off the explanation of its issue. */
import type { AlertTold, Coming, Explanation } from '@/api/generated'

export interface Told {
  beside: AlertTold[]
  coming: Coming[]
}

const NEXT = 3

export function toldOf({ firings, coming }: Pick<Explanation, 'firings' | 'coming'>, alert: string): Told {
  const its = firings.find(({ alerts }) => alerts.some(({ alert_id }) => alert_id === alert))?.alerts ?? []
  return { beside: its.filter(({ alert_id }) => alert_id !== alert), coming: coming.slice(0, NEXT) }
}
