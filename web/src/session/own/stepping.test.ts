import { afterEach, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import { useStepping } from './stepping'

const needed = new Problem(403, { type: 'urn:xiaohao:problem:step-up-needed' })

afterEach(() => vi.unstubAllGlobals())

it('does what needs no proof at once', async () => {
  const { attempt, waiting } = useStepping()
  const work = vi.fn(async () => undefined)
  await attempt(work)
  expect([work.mock.calls.length, waiting.value]).toEqual([1, null])
})

it('does what waited once the password was right', async () => {
  vi.stubGlobal('fetch', async () => Response.json({}))
  const work = vi.fn(async () => undefined).mockRejectedValueOnce(needed)
  const { attempt, prove, waiting } = useStepping()
  await attempt(work)
  expect(waiting.value).not.toBeNull()
  await prove('right')
  expect([work.mock.calls.length, waiting.value]).toEqual([2, null])
})

it('goes on waiting where the password was wrong', async () => {
  vi.stubGlobal('fetch', async () => Response.json({}, { status: 401 }))
  const { attempt, prove, waiting } = useStepping()
  await attempt(async () => Promise.reject(needed))
  await expect(prove('wrong')).rejects.toThrow(Problem)
  expect(waiting.value).not.toBeNull()
})

it('lets other refusals through', async () => {
  const { attempt } = useStepping()
  await expect(attempt(async () => Promise.reject(new Problem(409, {})))).rejects.toThrow(Problem)
})
