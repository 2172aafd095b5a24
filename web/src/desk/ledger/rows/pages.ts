/** Knows the rows of a long list as they are in memory: pages of 200 around the view, the others asked for when seen. */
import type { IssueSummary } from '@/api/generated'

export const PAGE = 200
const KEPT = 30
const SETTLED_MS = 40

export interface PageSource {
  /** The rows of one page; the signal aborts a page that was scrolled past. */
  page: (number: number, signal: AbortSignal) => Promise<readonly IssueSummary[]>
  /** Something that is shown is another. */
  changed: () => void
  failed: (error: unknown) => void
}

export interface Pages {
  /** These rows are in view: what is missing of them is asked for, what is far away forgotten. */
  show: (first: number, last: number) => void
  /** The row; undefined while it is on its way, null where the list has no such row any more. */
  row: (index: number) => IssueSummary | null | undefined
  /** Takes rows as they are now, in place; the ids that are not among those kept are given back. */
  take: (lines: readonly IssueSummary[]) => string[]
  holds: (id: string) => boolean
  /** All rows from the one to the other, asked for where need be. */
  between: (first: number, last: number) => Promise<IssueSummary[]>
  close: () => void
}

/** One number a row, the same for the whole page it is on. */
const pageOf = (index: number): number => Math.floor(index / PAGE)

export function createPages(source: PageSource): Pages {
  const kept = new Map<number, IssueSummary[]>()
  const asked = new Map<number, { over: AbortController; answer: Promise<readonly IssueSummary[]> }>()
  const places = new Map<string, [number, number]>()
  let wanted: [number, number] = [0, 0]
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const inView = (page: number): boolean => page >= wanted[0] && page <= wanted[1]
  const distance = (page: number): number => Math.max(wanted[0] - page, page - wanted[1], 0)

  function keep(page: number, lines: readonly IssueSummary[]): void {
    kept.set(page, [...lines])
    lines.forEach((line, place) => places.set(line.id, [page, place]))
    while (kept.size > KEPT) {
      const farthest = [...kept.keys()].reduce((far, each) => (distance(each) > distance(far) ? each : far))
      if (distance(farthest) === 0) return
      for (const line of kept.get(farthest) ?? []) places.delete(line.id)
      kept.delete(farthest)
    }
  }

  function askFor(page: number): Promise<readonly IssueSummary[]> {
    const under = asked.get(page)
    if (under) return under.answer
    const over = new AbortController()
    const answer = source.page(page, over.signal)
    asked.set(page, { over, answer })
    answer.then(
      (lines) => {
        asked.delete(page)
        if (closed) return
        keep(page, lines)
        source.changed()
      },
      (error: unknown) => {
        if (asked.get(page)?.over === over) asked.delete(page)
        if (!over.signal.aborted && !closed) source.failed(error)
      },
    )
    return answer
  }

  function settle(): void {
    timer = undefined
    for (const [page, { over }] of asked) {
      if (inView(page)) continue
      over.abort()
      asked.delete(page)
    }
    for (let page = wanted[0]; page <= wanted[1]; page += 1) if (!kept.has(page)) void askFor(page).catch(() => undefined)
  }

  return {
    show(first, last) {
      wanted = [pageOf(first), pageOf(last)]
      // The first page of a view that stands still is asked for at once; while it moves, only where it comes to rest.
      if (asked.size === 0 && timer === undefined) settle()
      clearTimeout(timer)
      timer = setTimeout(settle, SETTLED_MS)
    },
    row(index) {
      const lines = kept.get(pageOf(index))
      return lines ? (lines[index % PAGE] ?? null) : undefined
    },
    take(lines) {
      const unknown: string[] = []
      for (const line of lines) {
        const place = places.get(line.id)
        const page = place && kept.get(place[0])
        if (page) page[place[1]] = line
        else unknown.push(line.id)
      }
      source.changed()
      return unknown
    },
    holds: (id) => places.has(id),
    async between(first, last) {
      const rows: IssueSummary[] = []
      for (let page = pageOf(first); page <= pageOf(last); page += 1) {
        const lines = kept.get(page) ?? (await source.page(page, new AbortController().signal))
        rows.push(...lines.slice(Math.max(0, first - page * PAGE), last - page * PAGE + 1))
      }
      return rows
    },
    close() {
      closed = true
      clearTimeout(timer)
      for (const { over } of asked.values()) over.abort()
      asked.clear()
    },
  }
}
