/** Knows the list that is asked for as the grid shows it: how long it is, its rows by place, what went wrong. */
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { ask } from '@/api/ask'
import { hasSlug } from '@/api/problem'
import type { IssuePage, IssueSummary, MarksView } from '@/api/generated'
import type { Asked } from '../asked/filters'
import { createPages, PAGE, type Pages } from './pages'

/** More rows than a browser can lay out one under another: a filter has to make it fewer. */
export const MOST_ROWS = 400_000

export interface Rows {
  /** How many lines the list has; null until the ledger said so. */
  total: Ref<number | null>
  /** How many of them can be scrolled to. */
  length: ComputedRef<number>
  /** The rows shown are still those of the list before. */
  stale: Ref<boolean>
  /** Why there is no list. */
  error: Ref<unknown>
  /** Why some of its rows are missing. */
  trouble: Ref<unknown>
  /** The issue whose 编号 was typed whole. */
  jump: Ref<string | null>
  /** Moves on with whatever is shown. */
  turn: Ref<number>
  pages: () => Pages | null
  again: () => void
}

interface Listing {
  pages: Pages
  marks: Promise<MarksView>
  close: () => void
}

/** Where no page can be jumped to, the list is as long as its cursors reach. */
export function reach(marks: MarksView): number {
  return Math.min(marks.total, (marks.cursors.length + 1) * marks.every)
}

export function useRows(asked: () => Asked): Rows {
  const total = ref<number | null>(null)
  const reached = ref(0)
  const stale = ref(true)
  const error = shallowRef<unknown>(null)
  const trouble = shallowRef<unknown>(null)
  const jump = ref<string | null>(null)
  const turn = ref(0)
  const shown = shallowRef<Pages | null>(null)
  let listing: Listing | null = null

  function open(query: Asked): void {
    listing?.close()
    stale.value = true
    trouble.value = null
    const over = new AbortController()
    let isTopTaken = false
    const mine = (): boolean => listing === opened
    const fail = (problem: unknown): void => {
      if (!mine() || over.signal.aborted) return
      error.value = problem
      stale.value = false
      // A list without marks, as of words that nobody has an index for, is not the list before it either.
      shown.value = null
      total.value = null
    }
    // How long the list is can be told later than what stands at its top: together they would wait for each other.
    const top = ask<IssuePage>('/v1/issues', { query: { ...query, limit: PAGE }, signal: over.signal })
    const marks = top.then(() => ask<MarksView>('/v1/issues/marks', { query, signal: over.signal }))
    const pages = createPages({
      async page(number, signal) {
        if (number === 0 && !isTopTaken) {
          isTopTaken = true
          const page = await top
          first(page)
          return page.items
        }
        const cursor = number === 0 ? undefined : (await marks).cursors[number - 1]
        if (number > 0 && !cursor) return []
        return (await ask<IssuePage>('/v1/issues', { query: { ...query, limit: PAGE, cursor }, signal })).items
      },
      changed: () => {
        trouble.value = null
        turn.value += 1
      },
      failed: (problem) => (shown.value === pages ? (trouble.value = problem) : fail(problem)),
    })
    const opened: Listing = { pages, marks, close: () => (over.abort(), pages.close()) }
    const first = (page: IssuePage): void => {
      if (!mine()) return
      jump.value = page.jump ?? null
      error.value = null
      shown.value = pages
      if (stale.value) {
        reached.value = page.items.length
        // The number of the list before is not this one's; a list that ends here has been counted.
        total.value = page.next_cursor ? null : page.items.length
      }
      stale.value = false
    }
    listing = opened
    marks.then((answer) => {
      if (!mine()) return
      total.value = answer.total
      reached.value = reach(answer)
      turn.value += 1
    }, fail)
    pages.show(0, 0)
  }

  watch(asked, open, { immediate: true })
  onScopeDispose(() => listing?.close())
  return {
    total,
    length: computed(() => (error.value ? 0 : reached.value)),
    stale,
    error,
    trouble,
    jump,
    turn,
    pages: () => shown.value,
    again: () => open(asked()),
  }
}

/** Issues as they are now, by their ids or 编号: of the list asked for, or of all that one may read. */
export async function linesOf(issues: readonly string[], asked: Asked = {}, most = 100): Promise<IssueSummary[]> {
  const lines: IssueSummary[] = []
  for (let first = 0; first < issues.length; first += most) {
    const issue = issues.slice(first, first + most)
    const page = await ask<IssuePage>('/v1/issues', { query: { ...asked, issue, limit: PAGE } })
    lines.push(...page.items)
  }
  return lines
}

export function tooLong(error: unknown): boolean {
  return hasSlug(error, 'too-many-to-sort')
}
