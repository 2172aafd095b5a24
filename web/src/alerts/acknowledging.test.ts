import { expect, it } from 'vitest'
import type { ask } from '@/api/ask'
import { acknowledgeAll, parts } from './acknowledging'

it('acknowledges all pages of what is unread, and counts what was refused', async () => {
  const sent: unknown[] = []
  const asks = ((path: string, asked: { query?: { cursor?: string | null }; body?: { alerts: string[] } }) => {
    if (path === '/v1/alerts') return Promise.resolve(asked.query?.cursor ? { items: [{ id: 'b' }], next_cursor: null } : { items: [{ id: 'a' }], next_cursor: 'x' })
    sent.push(asked.body?.alerts)
    return Promise.resolve({ done: 1, refused: 1 })
  }) as unknown as typeof ask
  expect(await acknowledgeAll(asks)).toEqual({ done: 1, refused: 1 })
  expect(sent).toEqual([['a', 'b']])
})

it('sends nothing where nothing is unread', async () => {
  const asks = (() => Promise.resolve({ items: [], next_cursor: null })) as unknown as typeof ask
  expect(await acknowledgeAll(asks)).toEqual({ done: 0, refused: 0 })
})

it('is sent in parts', () => {
  expect(parts([1, 2, 3], 2)).toEqual([[1, 2], [3]])
})
