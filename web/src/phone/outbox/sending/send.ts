/** Knows the way of a report: photos first, then the bytes as they were kept, then its receipt until the ledger has it. */
import { ask } from '@/api/ask'
import type { ReceiptView } from '@/api/generated'
import { keeping } from '../../kept/database'
import type { KeptReport } from '../../kept/rows'
import { ofFailure, ofReceipt, type Asked, type Verdict } from './answers'
import { isDue, waitAfter } from './waits'

const RECEIPT_WAIT_SECONDS = 20
const PATHS = { site_visit: '/v1/site-visits', incident: '/v1/incidents', figure: '/v1/figures' } as const

async function putPhotos(report: KeptReport): Promise<void> {
  for (const sha of report.photos) {
    const photo = await keeping((database) => database.photos.get([report.person, sha]))
    if (!photo || photo.up) continue
    await ask(`/v1/attachments/${sha}`, { method: 'PUT', bytes: photo.bytes, headers: { 'Content-Type': photo.type } })
    await keeping((database) => database.photos.update([report.person, sha], { up: true }))
  }
}

/** One step of a report, as far as it gets. Each may be repeated after a death at any point: the server knows it again. */
async function step(report: KeptReport): Promise<Verdict> {
  let asked: Asked = 'photo'
  try {
    if (report.fate === 'received') {
      asked = 'receipt'
      return ofReceipt(await ask<ReceiptView>(`/v1/receipts/${report.id}`, { query: { wait: RECEIPT_WAIT_SECONDS } }), asked)
    }
    await putPhotos(report)
    asked = 'report'
    const answer = await ask<ReceiptView>(PATHS[report.type], { method: 'POST', bytes: report.bytes as ArrayBuffer, headers: { 'Content-Type': 'application/json' } })
    return ofReceipt(answer, asked)
  } catch (error) {
    return ofFailure(error, asked)
  }
}

/** Photos of a report that is on the ledger go, unless another report or a draft here still needs them. */
async function forgetPhotos(report: KeptReport): Promise<void> {
  await keeping((database) =>
    database.transaction('rw', database.reports, database.drafts, database.photos, async () => {
      const others = await database.reports.where('[person+fate]').anyOf(['here', 'received', 'trouble'].map((fate) => [report.person, fate])).toArray()
      const drafts = JSON.stringify((await database.drafts.where('person').equals(report.person).toArray()).map((draft) => draft.form))
      const needed = new Set(others.flatMap((other) => other.photos))
      const free = report.photos.filter((sha) => !needed.has(sha) && !drafts.includes(sha))
      await database.photos.bulkDelete(free.map((sha) => [report.person, sha] as [string, string]))
    }),
  )
}

function changeOf(report: KeptReport, verdict: Verdict, now: number): Partial<KeptReport> {
  const tried = { tried: now, tries: report.tries + 1 }
  switch (verdict.to) {
    case 'received':
      return { ...tried, fate: 'received', tries: 0, next: now }
    case 'in_ledger':
      return { ...tried, fate: 'in_ledger', serials: verdict.serials, bytes: null, form: null, why: null, ended: now }
    case 'here':
      return { ...tried, fate: 'here', next: now + waitAfter(tried.tries) }
    case 'waiting':
    case 'later':
      return { ...tried, next: now + waitAfter(tried.tries) }
    case 'trouble':
      return { ...tried, fate: 'trouble', why: verdict.why }
    case 'stop':
      return { tried: now }
  }
}

async function settle(report: KeptReport, verdict: Verdict): Promise<void> {
  await keeping((database) => database.reports.update(report.id, changeOf(report, verdict, Date.now())))
  if (verdict.to === 'in_ledger') await forgetPhotos(report)
}

/** What of a person is due, first what is not sent yet, the oldest first. */
async function dueOf(person: string): Promise<KeptReport[]> {
  const waiting = await keeping((database) => database.reports.where('[person+fate]').anyOf([[person, 'here'], [person, 'received']]).toArray())
  const due = waiting.filter((report) => isDue(report.next, Date.now()))
  return due.sort((one, other) => one.fate.localeCompare(other.fate) || one.made - other.made)
}

/** Send all of a person that is due; where the line is dead, the rest waits too. */
export async function sendDue(person: string): Promise<void> {
  for (;;) {
    const due = await dueOf(person)
    const [report] = due
    if (!report) return
    const verdict = await step(report)
    await settle(report, verdict)
    if (verdict.to === 'stop') return
    if (verdict.to === 'later' && !verdict.line) {
      for (const other of due.slice(1)) await settle(other, verdict)
      return
    }
  }
}
