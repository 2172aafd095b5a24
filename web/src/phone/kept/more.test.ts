import { nextTick, shallowRef } from 'vue'
import { expect, it, vi } from 'vitest'
import type { ask } from '@/api/ask'
import { Unreachable } from '@/api/problem'
import { useMore } from './more'

interface Line { id: string }
const page = (ids: string, next_cursor: string | null): { items: Line[]; next_cursor: string | null } => ({ items: [...ids].map((id) => ({ id })), next_cursor })
const idsOf = (lines: readonly Line[]): string => lines.map(({ id }) => id).join('')

it('reads page after page by the cursor of the one before, each line once', async () => {
  const asked: unknown[] = []
  const pages: Record<string, unknown> = { b: page('cd', 'e'), e: page('de', null) }
  const asks = ((_: string, { query }: { query: { cursor: string } }) => {
    asked.push(query)
    return Promise.resolve(pages[query.cursor])
  }) as unknown as typeof ask
  const { lines, more, next } = useMore<Line>('/v1/issues', { limit: 2 }, shallowRef(page('ab', 'b')), asks)
  expect([idsOf(lines.value), more.value]).toEqual(['ab', true])
  await next()
  await next()
  expect([idsOf(lines.value), more.value]).toEqual(['abcde', false])
  await next()
  expect(asked).toEqual([{ limit: 2, cursor: 'b' }, { limit: 2, cursor: 'e' }])
})

it('keeps what is there where no answer comes, and asks again when pressed', async () => {
  const asks = (() => Promise.reject(new Unreachable(null))) as unknown as typeof ask
  const { lines, more, fault, next } = useMore<Line>('/v1/issues', {}, shallowRef(page('ab', 'b')), asks)
  await next()
  expect([idsOf(lines.value), more.value, fault.value instanceof Unreachable]).toEqual(['ab', true, true])
})

it('begins anew where the first page came anew', async () => {
  const first = shallowRef<ReturnType<typeof page> | null>(page('ab', 'b'))
  const { lines, next } = useMore<Line>('/v1/issues', {}, first, (() => Promise.resolve(page('cd', null))) as unknown as typeof ask)
  await next()
  first.value = page('xa', 'b')
  await nextTick()
  expect(idsOf(lines.value)).toBe('xa')
})

it('drops a page that was asked for after an older first page, and asks after the new one', async () => {
  const first = shallowRef<ReturnType<typeof page> | null>(page('ab', 'old'))
  const answers: ((came: unknown) => void)[] = []
  const asked: unknown[] = []
  const asks = ((_: string, { query }: { query: { cursor: string } }) => {
    asked.push(query.cursor)
    return new Promise((answer) => answers.push(answer))
  }) as unknown as typeof ask
  const { lines, next } = useMore<Line>('/v1/issues', {}, first, asks)
  const pressed = next()
  first.value = page('xy', 'new')
  answers[0]?.(page('cd', null))
  await vi.waitFor(() => expect(asked).toEqual(['old', 'new']))
  answers[1]?.(page('z', null))
  await pressed
  expect(idsOf(lines.value)).toBe('xyz')
})
