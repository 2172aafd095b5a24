/** Knows how two policies stand beside each other: rows with what each fired, and how long a bar each has. */
import type { BothView } from '@/api/generated'

export interface Row extends BothView {
  key: string
  /** Hundredths of the longest bar. */
  wouldBar: number
  didBar: number
}

export function rowsOf(found: { [key: string]: BothView }): Row[] {
  const longest = Math.max(1, ...Object.values(found).flatMap(({ would, did }) => [would, did]))
  const bar = (count: number): number => Math.round((100 * count) / longest)
  return Object.entries(found).map(([key, { would, did }]) => ({ key, would, did, wouldBar: bar(would), didBar: bar(did) }))
}

/** +3, −2 or 0, as people write it. */
export function difference({ would, did }: BothView): string {
  const by = would - did
  return by > 0 ? `+${by}` : by < 0 ? `−${-by}` : '0'
}
