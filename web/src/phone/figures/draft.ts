/** Knows a month's figure as it is written on a phone: one draft a project, under the id that it is sent by. */
import type { Entry } from '@/figures/entry/entry'
import { keeping } from '../kept/database'
import { newId } from '../outbox/sending/ids'

export interface FigureDraft {
  code: string
  name: string
  entry: Entry
}

export interface Begun {
  id: string
  draft: FigureDraft | null
}

/** What was begun of a project, else a new id. */
export async function begunOf(code: string, person: string): Promise<Begun> {
  const drafts = await keeping((database) => database.drafts.where('person').equals(person).toArray())
  const found = drafts.find(({ type, form }) => type === 'figure' && (form as FigureDraft).code === code)
  return found ? { id: found.id, draft: found.form as FigureDraft } : { id: newId(), draft: null }
}
