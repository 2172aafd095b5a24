import { effectScope, nextTick, ref } from 'vue'
import { afterEach, expect, it, vi } from 'vitest'
import { bearBy } from '@/api/ask'
import { addressOf, usePicture } from './picture'

afterEach(() => {
  bearBy(null)
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const ONE = addressOf('1', 'a'.repeat(64), 'small')
const OTHER = addressOf('1', 'b'.repeat(64), 'small')

it('is shown by its address where a cookie goes along', () => {
  const scope = effectScope()
  expect(scope.run(() => usePicture(() => ONE).src.value)).toBe(ONE)
  scope.stop()
})

it('is asked for with the access of a phone, and let go of when another is shown and at the end', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', (path: string, { headers }: { headers: Headers }) => {
    asked.push(`${headers.get('Authorization') ?? ''} ${path}`)
    return Promise.resolve(new Response('picture'))
  })
  let made = 0
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${++made}`)
  const gone = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined)
  bearBy(() => Promise.resolve('access'))
  const address = ref(ONE)
  const scope = effectScope()
  const picture = scope.run(() => usePicture(() => address.value))
  await vi.waitFor(() => expect(picture?.src.value).toBe('blob:1'))
  address.value = OTHER
  await nextTick()
  expect(gone.mock.calls).toEqual([['blob:1']])
  await vi.waitFor(() => expect(picture?.src.value).toBe('blob:2'))
  scope.stop()
  expect(gone.mock.calls).toEqual([['blob:1'], ['blob:2']])
  expect(asked).toEqual([`Bearer access ${ONE}`, `Bearer access ${OTHER}`])
})

it('says that it failed where no answer comes', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no line')))
  bearBy(() => Promise.resolve('access'))
  const scope = effectScope()
  const picture = scope.run(() => usePicture(() => ONE))
  await vi.waitFor(() => expect(picture?.failed.value).toBe(true))
  expect(picture?.src.value).toBeNull()
  scope.stop()
})
