/** Knows what a change of the rules was: a version entered, or adopted from a moment on. */
import type { ChangeView } from '@/api/generated'

export interface Deed {
  what: 'entered' | 'adopted' | 'changed'
  key: string
  /** From when it holds, where it was adopted. */
  from: string | null
}

export function deedOf(change: ChangeView): Deed {
  const holds = change.changes.find(({ field }) => field === 'holds_from')
  if (typeof holds?.to === 'string') return { what: 'adopted', key: change.entry_id, from: holds.to }
  return { what: change.what === 'created' ? 'entered' : 'changed', key: change.entry_id, from: null }
}

/** The login of who gave a command on the server itself; null for a person of the registry. */
export function operatorOf(person: string): string | null {
  return person.startsWith('operator:') ? person.slice('operator:'.length) : null
}
