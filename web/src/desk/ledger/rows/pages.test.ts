import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { IssueSummary } from '@/api/generated'
import { createPages, PAGE, type Pages } from './pages'

const line = (row: number): IssueSummary => ({ id: `i${row}`, serial: `140105-2026-${String(row).padStart(5, '0')}`, version: 1 }) as IssueSummary
const linesOf = (page: number): IssueSummary[] => Array.from({ length: PAGE }, (_, place) => line(page * PAGE + place))

interface Desk {
  pages: Pages
  asked: number[]
  aborted: number[]
  failed: unknown[]
  answer: (page: number, lines?: IssueSummary[]) => Promise<void>
  refuse: (page: number) => Promise<void>
}

function desk(): Desk {
  const waiting = new Map<number, { done: (lines: IssueSummary[]) => void; fail: (error: unknown) => void }>()
  const seen = { asked: [] as number[], aborted: [] as number[], failed: [] as unknown[] }
  const pages = createPages({
    page: (page, signal) => {
      seen.asked.push(page)
      signal.addEventListener('abort', () => seen.aborted.push(page))
      return new Promise((done, fail) => {
        waiting.set(page, { done, fail })
        signal.addEventListener('abort', () => fail(new DOMException('', 'AbortError')))
      })
    },
    changed: () => undefined,
    failed: (error) => seen.failed.push(error),
  })
  return {
    pages,
    ...seen,
    answer: async (page, lines = linesOf(page)) => {
      waiting.get(page)?.done(lines)
      await vi.advanceTimersByTimeAsync(0)
    },
    refuse: async (page) => {
      waiting.get(page)?.fail(new Error('away'))
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

describe('rows in memory', () => {
  it('are asked for where the view is, once, and are there when they came', async () => {
    const { pages, asked, answer } = desk()
    pages.show(0, 30)
    pages.show(0, 31)
    await vi.advanceTimersByTimeAsync(100)
    expect(asked).toEqual([0])
    expect(pages.row(5)).toBeUndefined()
    await answer(0)
    expect(pages.row(5)?.id).toBe('i5')
  })

  it('are not asked for where a drag only passes by, and what it passed is given up after 40 ms', async () => {
    const { pages, asked, aborted } = desk()
    pages.show(0, 30)
    for (let page = 1; page <= 400; page += 1) pages.show(page * PAGE, page * PAGE + 30)
    await vi.advanceTimersByTimeAsync(39)
    expect(aborted).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(asked).toEqual([0, 400])
    expect(aborted).toEqual([0])
  })

  it('of about thirty pages are kept, those nearest to the view', async () => {
    const { pages, answer } = desk()
    for (let page = 0; page < 40; page += 1) {
      pages.show(page * PAGE, page * PAGE + 30)
      await vi.advanceTimersByTimeAsync(50)
      await answer(page)
    }
    expect(pages.row(0)).toBeUndefined()
    expect(pages.holds('i0')).toBe(false)
    expect(pages.row(39 * PAGE)?.id).toBe(`i${39 * PAGE}`)
    expect(pages.row(10 * PAGE)?.id).toBe(`i${10 * PAGE}`)
    expect(pages.row(9 * PAGE)).toBeUndefined()
  })

  it('that are missing at the end of a page are gone, not on their way', async () => {
    const { pages, answer } = desk()
    pages.show(0, 30)
    await answer(0, linesOf(0).slice(0, 3))
    expect(pages.row(2)?.id).toBe('i2')
    expect(pages.row(3)).toBeNull()
  })

  it('change in place, and say which are not among them', async () => {
    const { pages, answer } = desk()
    pages.show(0, 30)
    await answer(0)
    expect(pages.take([{ ...line(7), version: 9 }, line(900)])).toEqual(['i900'])
    expect(pages.row(7)?.version).toBe(9)
    expect(pages.row(8)?.version).toBe(1)
  })

  it('that could not be read are said to be, and asked for again when seen again', async () => {
    const { pages, asked, failed, refuse } = desk()
    pages.show(0, 30)
    await refuse(0)
    expect(failed).toHaveLength(1)
    pages.show(0, 30)
    await vi.advanceTimersByTimeAsync(50)
    expect(asked).toEqual([0, 0])
  })

  it('of a closed list say nothing any more', async () => {
    const { pages, failed, aborted } = desk()
    pages.show(0, 30)
    pages.close()
    await vi.advanceTimersByTimeAsync(100)
    expect(aborted).toEqual([0])
    expect(failed).toEqual([])
  })

  it('from here to there are read where they are not in memory', async () => {
    const { pages, answer } = desk()
    pages.show(0, 30)
    await answer(0)
    const range = pages.between(198, 201)
    await answer(1)
    expect((await range).map(({ id }) => id)).toEqual(['i198', 'i199', 'i200', 'i201'])
  })
})
