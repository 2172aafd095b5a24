/** Knows where what was seen on a site contradicts what was reported of the month. */
import type { FigureView, Stage } from '@/api/generated'

/** What an inspector writes of a stage is free text; these are the words that tell how the works stand. */
type Seen = 'stopped' | 'not-begun' | 'working'
export type Contradiction = Seen | 'percent'

/** Points, as investment and progress may be apart (双控制, `ledger/figures/limits.py`). */
const APART = 30
const HUNDREDTHS = 100
const DENIED = /(未|没有|没|无|不)停工|not stopped/gi
const NOT_BEGUN = /(未|没有|没|待|准备|计划)(开工|动工)|not (yet )?(begun|started)/i
const STOPPED = /停工|停建|停摆|(无人|没有|未)施工|stopped|halted|idle/i
const WORKING = /施工|在建|复工|开工|动工|建设中|under construction|resumed|working/i
/** What contradicts which reported stages: a site where nobody works may be finished as well as stopped. */
const AGAINST: Record<Seen, readonly Stage[]> = {
  stopped: ['started', 'building', 'resumed'],
  'not-begun': ['started', 'building', 'resumed', 'completed', 'producing'],
  working: ['planned', 'reserve', 'preliminary', 'stopped', 'completed', 'producing', 'terminated'],
}

export interface SeenProgress {
  percent?: number | null
  stage?: string | null
}

export function seenIn(words: string): Seen | null {
  const plain = words.replace(DENIED, '')
  if (NOT_BEGUN.test(plain)) return 'not-begun'
  if (STOPPED.test(plain)) return 'stopped'
  return WORKING.test(plain) ? 'working' : null
}

export function contradictions(progress: SeenProgress | null, figure: FigureView | null): Contradiction[] {
  if (!progress || !figure) return []
  const seen = seenIn(progress.stage ?? '')
  const percent = progress.percent ?? null
  return [
    ...(seen && figure.stage && AGAINST[seen].includes(figure.stage) ? [seen] : []),
    ...(percent !== null && figure.progress !== null && Math.abs(percent - figure.progress / HUNDREDTHS) > APART ? (['percent'] as const) : []),
  ]
}
