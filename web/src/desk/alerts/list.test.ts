import { describe, expect, it } from 'vitest'
import type { AlertView } from '@/api/generated'
import { neighbour, nextUnread, replaced, shapeOf } from './list'

const alert = (id: string, acknowledged_at: string | null = null): AlertView => ({ id, acknowledged_at }) as AlertView
const pages = { pages: [{ items: [alert('a'), alert('b')], next_cursor: 'x' }, { items: [alert('c')], next_cursor: null }], pageParams: [null, 'x'] }

describe('a list of alerts', () => {
  it('marks one where it stands, and moves none', () => {
    const now = replaced(pages, [alert('b', '2026-03-06T02:00:00Z')])?.pages.flatMap(({ items }) => items) ?? []
    expect(now.map(({ id, acknowledged_at }) => [id, acknowledged_at !== null])).toEqual([['a', false], ['b', true], ['c', false]])
  })

  it('goes on to the next that is not read, round the list', () => {
    const items = [alert('a'), alert('b', 'x'), alert('c')]
    expect(nextUnread(items, 'a')).toBe('c')
    expect(nextUnread(items, 'c')).toBe('a')
    expect(nextUnread([alert('a', 'x')], 'a')).toBe('a')
  })

  it('is walked by keys and ends at its ends', () => {
    const items = pages.pages.flatMap((page) => page.items)
    expect([neighbour(items, null, 1), neighbour(items, 'a', 1), neighbour(items, 'a', -1), neighbour(items, 'c', 1)]).toEqual(['a', 'b', 'a', 'c'])
    expect(neighbour([], null, 1)).toBeNull()
  })

  it('tells lights by shapes, one that it does not know too', () => {
    expect(['red', 'yellow', 'green', 'violet'].map(shapeOf)).toEqual(['▲', '◆', '●', '■'])
  })
})
