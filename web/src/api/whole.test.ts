import { expect, it } from 'vitest'
import type { ask } from './ask'
import { whole } from './whole'

function pages(...of: string[][]): { asks: typeof ask; cursors: unknown[] } {
  const cursors: unknown[] = []
  const asks = ((_: string, asked: { query: { cursor: unknown } }) => {
    cursors.push(asked.query.cursor)
    const place = cursors.length
    return Promise.resolve({ items: of[place - 1], next_cursor: place < of.length ? `to ${place}` : null })
  }) as unknown as typeof ask
  return { asks, cursors }
}

it('reads every page, each from where the one before ended', async () => {
  const { asks, cursors } = pages(['a', 'b'], ['c'], [])
  expect(await whole('/v1/regions', {}, { asks })).toEqual(['a', 'b', 'c'])
  expect(cursors).toEqual([null, 'to 1', 'to 2'])
})

it('asks for no page more once as many are there as are wanted', async () => {
  const { asks, cursors } = pages(['a', 'b'], ['c', 'd'], ['e'])
  expect(await whole('/v1/issues', {}, { asks, most: 3 })).toEqual(['a', 'b', 'c', 'd'])
  expect(cursors).toHaveLength(2)
})
