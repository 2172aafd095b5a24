/** No report is lost, counts twice, or is called done before the ledger has it: whatever the line, the tab and the server do. */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { kept } from '../../kept/database'
import type { KeptReport } from '../../kept/rows'
import { unlessBusy } from '../../device/alone'
import { ofFailure, ofReceipt } from './answers'
import { exported } from './export'
import { newId } from './ids'
import { sendDue } from './send'
import { again, mend, renumber, submit } from './submit'
import { isDue, LONGEST_MS, waitAfter } from './waits'
import { Problem } from '@/api/problem'

type Mishap = 'none' | 'lost-before' | 'lost-after' | 'busy' | 'forgets' | 'dies-before' | 'dies-after'
const PERSON = 'inspector-1'

/** A server as the contract has it: one id, one report; photos by their hash; the ledger follows when asked twice. */
class Server {
  readonly reports = new Map<string, string>()
  readonly ledger = new Map<string, string>()
  readonly photos = new Set<string>()
  readonly order: string[] = []
  asked = 0

  constructor(private readonly mishaps: (step: number) => Mishap) {}

  fetch = async (input: string, init: RequestInit): Promise<Response> => {
    const mishap = this.mishaps(this.asked++)
    if (mishap === 'lost-before') throw new TypeError('no line')
    if (mishap === 'dies-before') return new Promise(() => undefined)
    if (mishap === 'busy') return this.#problem(503, 'broker-away')
    if (mishap === 'forgets') this.reports.clear()
    const answer = this.#answer(input, init)
    if (mishap === 'lost-after') throw new TypeError('no line')
    if (mishap === 'dies-after') return new Promise(() => undefined)
    return answer
  }

  #problem(status: number, slug: string): Response {
    return Response.json({ type: `urn:xiaohao:problem:${slug}`, detail: slug }, { status })
  }

  #receipt(id: string): Response {
    const serial = this.ledger.get(id)
    return Response.json({ report_id: id, status: serial ? 'in_ledger' : 'waiting', issues: serial ? [{ id, serial }] : [] })
  }

  #answer(input: string, init: RequestInit): Response {
    const path = input.split('?')[0] ?? ''
    this.order.push(path.split('/')[2] ?? '')
    if (path.startsWith('/v1/attachments/')) {
      this.photos.add(path.slice('/v1/attachments/'.length))
      return Response.json({})
    }
    if (path.startsWith('/v1/receipts/')) {
      const id = path.slice('/v1/receipts/'.length)
      if (!this.reports.has(id) && !this.ledger.has(id)) return this.#problem(404, 'unknown-report')
      if (!this.ledger.has(id)) this.ledger.set(id, `140105-2026-${String(this.ledger.size + 1).padStart(5, '0')}`)
      return this.#receipt(id)
    }
    const text = new TextDecoder().decode(init.body as ArrayBuffer)
    const { report_id: id } = JSON.parse(text) as { report_id: string }
    if (this.reports.has(id) && this.reports.get(id) !== text) return this.#problem(409, 'report-id-conflict')
    this.reports.set(id, text)
    return this.#receipt(id)
  }
}

function serve(mishaps: (step: number) => Mishap = () => 'none'): Server {
  const server = new Server(mishaps)
  vi.stubGlobal('fetch', server.fetch)
  return server
}

async function write(photos: string[] = [], person = PERSON): Promise<string> {
  const id = newId()
  for (const sha of photos) await kept.photos.put({ person, sha, bytes: new ArrayBuffer(4), type: 'image/jpeg', takenAt: '', up: false })
  await submit({ id, person, type: 'site_visit', title: 'A', report: { kind: 'site_visit' }, form: { words: 'x' }, photos })
  return id
}

async function comeBack(): Promise<void> {
  await kept.reports.toCollection().modify({ next: 0 })
}

async function row(id: string): Promise<KeptReport> {
  return (await kept.reports.get(id)) as KeptReport
}

/** Send as a tab would that may be killed while it waits for an answer. */
async function pass(server: Server): Promise<void> {
  let over = false
  void sendDue(PERSON).finally(() => (over = true))
  for (let seen = -1, still = 0; !over && still < 50; still = server.asked === seen ? still + 1 : 0) {
    seen = server.asked
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

async function untilDone(server: Server, most = 60): Promise<void> {
  for (let left = most; left > 0; left -= 1) {
    await comeBack()
    await pass(server)
    if ((await kept.reports.where('[person+fate]').equals([PERSON, 'in_ledger']).count()) === (await kept.reports.count())) return
  }
}

beforeEach(async () => {
  await Promise.all([kept.reports.clear(), kept.drafts.clear(), kept.photos.clear()])
})
afterEach(() => vi.unstubAllGlobals())

it('sends photos before the report, and keeps its bytes until the ledger has it', async () => {
  const server = serve()
  const id = await write(['aa', 'bb'])
  expect((await row(id)).bytes).not.toBeNull()
  await sendDue(PERSON)
  expect(server.order).toEqual(['attachments', 'attachments', 'site-visits', 'receipts'])
  expect(await row(id)).toMatchObject({ fate: 'in_ledger', serials: ['140105-2026-00001'], bytes: null, form: null })
  expect(await kept.photos.count()).toBe(0)
})

const CUTS: Mishap[] = ['lost-before', 'lost-after', 'busy', 'forgets', 'dies-before', 'dies-after']
it.each(CUTS.flatMap((cut) => [0, 1, 2].map((step) => [cut, step] as const)))('gets there once after %s at step %i', async (cut, step) => {
  const server = serve((now) => (now === step ? cut : 'none'))
  const id = await write(['aa'])
  await untilDone(server)
  expect(await row(id)).toMatchObject({ fate: 'in_ledger', bytes: null })
  expect(server.ledger.size).toBe(1)
  expect(server.photos).toEqual(new Set(['aa']))
})

it.each([1, 2, 3, 4, 5, 6, 7, 8])('gets every report there once over a line of chance (seed %i)', async (seed) => {
  let state = seed * 7919
  const chance = (): number => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
  const server = serve(() => (chance() < 0.4 ? (CUTS[Math.floor(chance() * CUTS.length)] ?? 'none') : 'none'))
  const ids = [await write(['aa']), await write(['aa', 'bb']), await write()]
  await untilDone(server, 200)
  for (const id of ids) expect((await row(id)).fate).toBe('in_ledger')
  expect(new Set(server.ledger.keys())).toEqual(new Set(ids))
  expect(await kept.photos.count()).toBe(0)
})

it('never says that the ledger has what a 202 took', async () => {
  serve((step) => (step === 1 ? 'busy' : 'none'))
  const id = await write()
  await sendDue(PERSON)
  expect(await row(id)).toMatchObject({ fate: 'received', serials: [] })
  expect((await row(id)).bytes).not.toBeNull()
})

it('sends nothing of another person on the phone', async () => {
  const server = serve()
  await write([], 'inspector-2')
  await sendDue(PERSON)
  expect(server.asked).toBe(0)
})

it('stops where it is told to sign in, and keeps all', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ type: 'urn:xiaohao:problem:invalid-token' }, { status: 401 }))
  const ids = [await write(), await write()]
  await sendDue(PERSON)
  for (const id of ids) expect((await row(id)).fate).toBe('here')
})

it('shows the sentence of a refusal, and opens the report again under a new id', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ detail: '没有这个项目 / no such project', faults: [{ path: '$', message: '未知；Unknown', type: 'x' }] }, { status: 422 }))
  const id = await write()
  await sendDue(PERSON)
  expect((await row(id)).why).toEqual({ remedy: 'mend', text: '没有这个项目；未知 / no such project; Unknown' })
  const draft = await mend(id)
  expect(draft).not.toBe(id)
  expect(await kept.drafts.get(draft)).toMatchObject({ person: PERSON, form: { words: 'x' } })
  expect(await row(id)).toBeUndefined()
})

it('takes an id that is taken off a report, and sends the same words', async () => {
  const id = await write()
  await kept.reports.update(id, { fate: 'trouble' })
  await renumber(id)
  const [report] = await kept.reports.toArray()
  expect(report?.id).not.toBe(id)
  expect(JSON.parse(new TextDecoder().decode(report?.bytes as ArrayBuffer))).toEqual({ kind: 'site_visit', report_id: report?.id })
})

it('sends what was refused once more as it was', async () => {
  const id = await write()
  const before = (await row(id)).bytes
  await kept.reports.update(id, { fate: 'trouble' })
  await again(id)
  expect(await row(id)).toMatchObject({ fate: 'here', bytes: before })
})

it('has one sender over all tabs', async () => {
  let held = false
  const request = async (_: string, __: unknown, work: (lock: unknown) => Promise<void>): Promise<void> => {
    const free = !held
    held = true
    await work(free ? {} : null)
    if (free) held = false
  }
  vi.stubGlobal('navigator', { locks: { request }, onLine: true })
  const server = serve()
  await write()
  await Promise.all([unlessBusy('sending', () => sendDue(PERSON)), unlessBusy('sending', () => sendDue(PERSON))])
  expect(server.order).toEqual(['site-visits', 'receipts'])
})

it('does no harm where two tabs send at once', async () => {
  const server = serve()
  const id = await write(['aa'])
  await Promise.all([sendDue(PERSON), sendDue(PERSON)])
  await untilDone(server)
  expect((await row(id)).fate).toBe('in_ledger')
  expect(server.ledger.size).toBe(1)
})

it('waits twice as long each time, up to five minutes', () => {
  expect([1, 2, 3].map((tries) => waitAfter(tries, 0.5))).toEqual([1000, 2000, 4000])
  expect(waitAfter(40, 0.5)).toBe(LONGEST_MS)
})

it('is not held up by a clock that was put back', () => {
  expect(isDue(1e12 + 1000, 1e12)).toBe(false)
  expect(isDue(1e12 + 24 * 3600 * 1000, 1e12)).toBe(true)
})

it('knows trouble from what passes', () => {
  expect(ofFailure(new Problem(500, {}), 'report')).toEqual({ to: 'later', line: true })
  expect(ofFailure(new Problem(404, {}), 'receipt')).toEqual({ to: 'here' })
  expect(ofReceipt({ status: 'refused', issues: [], reason: 'unknown-project', detail: '无此项目' }, 'receipt').to).toBe('trouble')
})

it('exports what is not on the ledger with its bytes and photos', async () => {
  await write(['aa'])
  const file = await exported(PERSON)
  expect(file.reports).toHaveLength(1)
  expect(file.photos).toEqual([{ sha256: 'aa', media_type: 'image/jpeg', base64: 'AAAAAA==' }])
})
