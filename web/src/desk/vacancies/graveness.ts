/** Knows how grave an empty post is: nobody is told at all, work is handed to nobody, or a level above stands in. */
import type { VacancyView } from '@/api/generated'

export type Grave = 'untold' | 'unstaffed' | 'passed'

/** `untold`: up to the province nobody is there; `unstaffed`: the rules pass the whole unit by. */
export function graveness({ passes_to, nobody }: VacancyView): Grave {
  if (passes_to === null) return 'untold'
  return nobody ? 'unstaffed' : 'passed'
}

/** Where it is filled: a unit has its own panel, a region the one that stands there while no unit is chosen. */
export function filledAt({ post, place, region }: VacancyView): { name: string; query: Record<string, string> } {
  return { name: 'organisation', query: post === 'unit_head' ? { region, unit: place } : { region: place } }
}
