import { expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import type { IssuePage } from '@/api/generated'
import { watch, type Changed } from './changes'

const AT = Date.parse('2026-03-06T02:00:00Z')

function page(items: [string, number, string][], next: string | null = null): IssuePage {
  const lines = items.map(([id, version, updated_at]) => ({ id, version, updated_at, serial: id, state: 'assigned', light: 'red', region: '140105' }))
  return { items: lines as unknown as IssuePage['items'], next_cursor: next }
}

async function watched(answers: (IssuePage | Error)[]): Promise<{ since: string[]; told: Changed[] }> {
  const over = new AbortController()
  const seen = { since: [] as string[], told: [] as Changed[] }
  await watch(
    {
      now: () => AT,
      wait: async () => {
        if (answers.length === 0) over.abort()
      },
      ask: async (since) => {
        seen.since.push(since)
        const answer = answers.shift()
        if (answer instanceof Error) throw answer
        return answer as IssuePage
      },
      tell: (changed) => seen.told.push(changed),
    },
    over.signal,
  )
  return seen
}

const ids = (changed: Changed): string[] => changed.issues.map((issue) => issue.id)

it('asks from the last change on and tells none twice', async () => {
  const { since, told } = await watched([
    page([['b', 2, '2026-03-06T02:00:09Z'], ['a', 4, '2026-03-06T02:00:05Z']]),
    page([['b', 2, '2026-03-06T02:00:09Z']]),
    page([['b', 3, '2026-03-06T02:00:20Z']]),
  ])
  expect(since).toEqual(['2026-03-06T02:00:00.000Z', '2026-03-06T02:00:09Z', '2026-03-06T02:00:09Z'])
  expect(told.map(ids)).toEqual([['b', 'a'], ['b']])
})

it('says that everything may be another where more changed than a page has', async () => {
  const { told } = await watched([page([['a', 1, '2026-03-06T02:00:05Z']], 'more')])
  expect(told).toEqual([{ all: true, issues: [] }])
})

it('begins from now where too much changed to be sorted', async () => {
  const { told } = await watched([new Problem(422, { type: 'urn:xiaohao:problem:too-many-to-sort' })])
  expect(told).toEqual([{ all: true, issues: [] }])
})

it('asks again from the same moment after an answer that did not come', async () => {
  const { since } = await watched([new Error('away'), page([])])
  expect(since).toEqual(['2026-03-06T02:00:00.000Z', '2026-03-06T02:00:00.000Z'])
})
