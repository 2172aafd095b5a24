/** Knows how a report gets into the outbox: serialized once, kept as bytes, its draft gone in the same moment; and out of trouble. */
import { keeping, type Kept } from '../../kept/database'
import type { KeptReport, ReportType } from '../../kept/rows'
import { newId } from './ids'

export interface Written {
  id: string
  person: string
  type: ReportType
  title: string
  report: Record<string, unknown>
  form: unknown
  photos: string[]
}

function rowOf(written: Written): KeptReport {
  const { id, person, type, title, report, form, photos } = written
  const bytes = new TextEncoder().encode(JSON.stringify({ ...report, report_id: id })).buffer as ArrayBuffer
  const now = Date.now()
  return { id, person, type, title, form, photos, bytes, made: now, fate: 'here', why: null, serials: [], tries: 0, tried: null, next: now, ended: null, exported: false }
}

/** Into the outbox; the draft of the same id goes, all or nothing. */
export async function submit(written: Written): Promise<void> {
  const row = rowOf(written)
  await keeping((database) =>
    database.transaction('rw', database.reports, database.drafts, async () => {
      await database.reports.add(row)
      await database.drafts.delete(written.id)
    }),
  )
}

async function troubled(database: Kept, id: string): Promise<KeptReport> {
  const report = await database.reports.get(id)
  if (report?.fate !== 'trouble') throw new Error(`${id} is in no trouble`)
  return report
}

/** Back to a draft, under a new id: the old one may be known to the server with other bytes. */
export async function mend(id: string): Promise<string> {
  const draft = newId()
  await keeping((database) =>
    database.transaction('rw', database.reports, database.drafts, async () => {
      const { person, type, form } = await troubled(database, id)
      await database.drafts.add({ id: draft, person, type, form, changed: Date.now(), adding: null })
      await database.reports.delete(id)
    }),
  )
  return draft
}

/** The same words under a new id. */
export async function renumber(id: string): Promise<void> {
  await keeping((database) =>
    database.transaction('rw', database.reports, async () => {
      const old = await troubled(database, id)
      const report = JSON.parse(new TextDecoder().decode(old.bytes as ArrayBuffer)) as Record<string, unknown>
      await database.reports.delete(id)
      await database.reports.add({ ...rowOf({ ...old, id: newId(), report }), made: old.made })
    }),
  )
}

/** The same bytes once more. */
export async function again(id: string): Promise<void> {
  await keeping(async (database) => {
    await troubled(database, id)
    await database.reports.update(id, { fate: 'here', why: null, tries: 0, next: 0 })
  })
}
