/** Knows what adopting a policy means: what hinders it, what is sent, and what follows from it, in sentences. */
import type { AdoptionAsked, CheckedPolicy, SimulationView } from '@/api/generated'
import { scopeText, type Names, type Say } from '../reading/sentences'

export interface Proposed {
  checked: CheckedPolicy | null
  may: boolean
  /** This very version was adopted before, and its day has come. */
  holds: boolean
  /** The next free number of its name. */
  next: number
}

/** Why it cannot be adopted; null where it can. */
export function hindrance({ checked, may, holds, next }: Proposed, say: Say): string | null {
  if (!may) return say('may_not_adopt')
  if (checked === null || checked.state === null) return say('adoption.needs_sound')
  const key = `${checked.name}@${checked.version}`
  if (checked.state === 'taken') return say('proposing.taken', { key, next })
  return holds ? say('adoption.no_change', { key }) : null
}

/** A version that stands here just so is named; any other text is sent, and entered. */
export function adoptionOf(checked: CheckedPolicy | null, text: string, day: string | null, reason: string): AdoptionAsked {
  const what = checked?.state === 'entered' ? { policy: `${checked.name}@${checked.version}` } : { text }
  return { ...what, ...(day && { from: day }), reason: reason.trim() }
}

export interface Following {
  checked: CheckedPolicy
  day: string | null
  replaces: string | null
  /** What the simulation of this very text said. */
  outcome: SimulationView | null
}

export function effectsOf({ checked, day, replaces, outcome }: Following, names: Names, say: Say): string[] {
  return [
    day === null ? say('adoption.effect_at_once') : say('adoption.effect_day', { day }),
    say('adoption.effect_scope', { scope: scopeText(checked.definition?.applies_to, names, say) }),
    replaces ? say('adoption.effect_replaces', { key: replaces }) : '',
    say('adoption.effect_open'),
    outcome ? say('adoption.effect_history', { n: outcome.issues, more: outcome.more, fewer: outcome.fewer }) : say('adoption.no_simulation'),
  ].filter(Boolean)
}
