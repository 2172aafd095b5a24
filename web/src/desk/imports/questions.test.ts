import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import { ask } from '@/api/ask'
import type { ImportView } from '@/api/generated'
import type { Mapping } from './mapping'
import { useDoing, useMapping } from './questions'

vi.mock('@/api/ask', () => ({ ask: vi.fn() }))
const sent: { path: string; answer: (said: unknown) => void; refuse: (why: unknown) => void }[] = []

beforeEach(() => {
  sent.length = 0
  vi.mocked(ask).mockImplementation((path: string) => new Promise((answer, refuse) => sent.push({ path, answer, refuse })))
})

function steps() {
  const one = { id: 'x', mapping: { name: 'x' } } as unknown as ImportView
  const app = createApp({}).use(VueQueryPlugin, { queryClient: new QueryClient({ defaultOptions: { mutations: { networkMode: 'always' } } }) })
  return app.runWithContext(() => {
    const kept = useMapping(
      () => 'x',
      () => one,
    )
    return { kept, doing: useDoing(() => 'x', kept.settled) }
  })
}

const mapping = (name: string): Mapping => ({ name }) as Mapping
const paths = (): string[] => sent.map(({ path }) => path)

it('checks once every answer that was given is saved', async () => {
  const { kept, doing } = steps()
  void kept.change(mapping('one'))
  void kept.change(mapping('two'))
  const checked = doing.check()
  await flushPromises()
  expect(paths()).toEqual(['/v1/imports/x/mapping'])
  sent[0]?.answer({})
  await flushPromises()
  expect(paths()).toEqual(['/v1/imports/x/mapping', '/v1/imports/x/mapping'])
  sent[1]?.answer({})
  await flushPromises()
  expect(paths().at(-1)).toBe('/v1/imports/x/check')
  sent[2]?.answer({})
  expect(await checked).toBe(true)
})

it('checks nothing where the last answer was refused', async () => {
  const { kept, doing } = steps()
  void kept.change(mapping('one'))
  const checked = doing.check()
  await flushPromises()
  sent[0]?.refuse(new Error('refused'))
  expect(await checked).toBe(false)
  expect(paths()).toEqual(['/v1/imports/x/mapping'])
})
