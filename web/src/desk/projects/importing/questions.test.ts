import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { ask } from '@/api/ask'
import { useTable, type Table } from './questions'

vi.mock('@/api/ask', () => ({ ask: vi.fn(), streamed: vi.fn() }))
vi.mock('@/parts/files/base64', () => ({ base64Of: () => Promise.resolve('UEsDBA==') }))
const sent: { body: Record<string, unknown>; answer: (said: unknown) => void; refuse: (why: unknown) => void }[] = []
let scope: EffectScope

beforeEach(() => {
  vi.useFakeTimers()
  sent.length = 0
  vi.mocked(ask).mockImplementation((_, asked) => new Promise((answer, refuse) => sent.push({ body: asked?.body as Record<string, unknown>, answer, refuse })))
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

async function dropped(): Promise<Table> {
  const table = scope.run(useTable) as Table
  void table.take(new File(['x'], '报表.xlsx'))
  await flushPromises()
  return table
}

it('sends a file as it is dropped, with nothing said, and writes nothing', async () => {
  const table = await dropped()
  expect(sent.map(({ body }) => body)).toEqual([{ filename: '报表.xlsx', content: 'UEsDBA==', mapping: {}, remembered: true, keep: false }])
  expect([table.busy.value, table.isSettled.value]).toEqual([true, false])
  sent[0]?.answer({ sha256: 'a', mapping: {} })
  await flushPromises()
  expect([table.busy.value, table.isSettled.value]).toEqual([false, true])
})

it('asks once for what is said in one go, shows the last answer meanwhile, and drops one that comes late', async () => {
  const table = await dropped()
  sent[0]?.answer({ sha256: 'first', mapping: {} })
  await flushPromises()
  table.say({ month: '2026-01' })
  table.say({ month: '2026-02' })
  expect([table.judged.value?.sha256, table.isSettled.value]).toEqual(['first', false])
  await vi.advanceTimersByTimeAsync(500)
  expect(sent.length).toBe(2)
  table.say({ month: '2026-02', money: '万元' })
  sent[1]?.answer({ sha256: 'late' })
  await vi.advanceTimersByTimeAsync(500)
  expect(table.judged.value?.sha256).toBe('first')
  expect(sent[2]?.body['mapping']).toEqual({ month: '2026-02', money: '万元' })
  sent[2]?.answer({ sha256: 'now' })
  await flushPromises()
  expect([table.judged.value?.sha256, table.isSettled.value]).toEqual(['now', true])
})

it('tells a refusal, keeps what was shown, and takes another file from the start', async () => {
  const table = await dropped()
  sent[0]?.answer({ sha256: 'first', mapping: {} })
  await flushPromises()
  table.say({ header: [9, 9] })
  await vi.advanceTimersByTimeAsync(500)
  sent[1]?.refuse(new Error('no head'))
  await flushPromises()
  expect([table.judged.value?.sha256, table.isSettled.value, table.busy.value]).toEqual(['first', false, false])
  void table.take(new File(['y'], '另一份.xlsx'))
  await flushPromises()
  expect([table.error.value, table.judged.value, sent[2]?.body['mapping']]).toEqual([null, null, {}])
})

it('takes how a template was read last for what is said, once, so that it can be said otherwise', async () => {
  const table = await dropped()
  sent[0]?.answer({ sha256: 'first', mapping: { money: '万元' } })
  await flushPromises()
  expect([table.said.value, table.remembered.value]).toEqual([{ money: '万元' }, true])
  table.say({})
  await vi.advanceTimersByTimeAsync(500)
  expect([sent[1]?.body['mapping'], sent[1]?.body['remembered']]).toEqual([{}, false])
  sent[1]?.answer({ sha256: 'now', mapping: {} })
  await flushPromises()
  expect(table.said.value).toEqual({})
})

it('keeps what was judged as it was said', async () => {
  const table = await dropped()
  sent[0]?.answer({ sha256: 'first', kept: false, mapping: {} })
  await flushPromises()
  const kept = table.keep()
  expect([table.keeping.value, sent[1]?.body['keep']]).toEqual([true, true])
  sent[1]?.answer({ sha256: 'first', kept: true })
  expect(await kept).toBe(true)
  expect([table.keeping.value, table.judged.value?.kept]).toEqual([false, true])
})
