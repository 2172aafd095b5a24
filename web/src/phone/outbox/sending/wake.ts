/** Knows when the outbox is sent: at the start, on coming back, when the network does, and every five seconds what is due; one tab alone. */
import { watch } from 'vue'
import { isAnswered } from '@/api/line'
import { unlessBusy } from '../../device/alone'
import { accessOf } from '../../device/access'
import { person } from '../../device/person'
import { plainly } from '../../device/plainly'
import { keeping } from '../../kept/database'
import { sendDue } from './send'

const EVERY_MS = 5000
const KEPT_MS = 30 * 24 * 3600 * 1000

/** Send what is due of who is signed in here by their key: never by a session that may be another's. */
async function tick(): Promise<void> {
  const who = person.value?.id
  if (!who || !navigator.onLine) return
  const waits = await keeping((database) => database.reports.where('[person+fate]').anyOf([[who, 'here'], [who, 'received']]).count())
  if (waits === 0) return
  await unlessBusy('sending', async () => {
    try {
      await accessOf(who, false)
    } catch {
      return
    }
    await sendDue(who)
  })
}

/** Try all that waits at once. */
export async function sendNow(): Promise<void> {
  const who = person.value?.id
  if (!who) return
  await keeping((database) => database.reports.where('[person+fate]').anyOf([[who, 'here'], [who, 'received']]).modify({ next: 0 }))
  await tick()
}

/** Not every browser says that the network is back: while nobody answered, ask something small. */
async function feel(): Promise<void> {
  if (!isAnswered.value && document.visibilityState === 'visible') await plainly('/v1/me')
}

/** What has been on the ledger for thirty days is no receipt any more. */
async function forgetOld(): Promise<void> {
  const before = Date.now() - KEPT_MS
  await keeping((database) => database.reports.filter((report) => report.fate === 'in_ledger' && (report.ended ?? before) < before).delete())
}

function quietly(work: () => Promise<void>): () => void {
  return () => void work().catch(() => undefined)
}

export function keepSending(): void {
  const now = quietly(sendNow)
  addEventListener('online', now)
  addEventListener('focus', now)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') now()
  })
  setInterval(quietly(tick), EVERY_MS)
  setInterval(quietly(feel), EVERY_MS)
  watch(isAnswered, (yes) => yes && now())
  quietly(forgetOld)()
  now()
}
