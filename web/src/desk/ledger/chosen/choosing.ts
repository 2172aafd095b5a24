/** Knows choosing in the grid: one by one, from here to there, all of a short list, or by 编号 pasted from a spreadsheet. */
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { IssueSummary } from '@/api/generated'
import { MOST_NAMED } from '../asked/filters'
import type { Column } from '../columns/columns'
import { cellText, type Telling } from '../columns/texts'
import { linesOf, type Rows } from '../rows/rows'
import { copyTable, serialsIn, type Table } from './clipboard'
import { NOTHING, only, range, refreshed, toggled, withLines } from './selection'

/** More is not chosen at once: whoever means all of a long list takes its file. */
export const MOST_CHOSEN = 2_000

/** What became of a paste: how many were found, and which are not there for whoever asks. */
export interface Pasted {
  found: number
  missing: readonly string[]
  more: number
}

/** A sentence for the reader: its key and its number. */
export interface Said {
  key: 'copied' | 'not_copied' | 'too_many_chosen' | 'not_read'
  n: number
}

export interface Choosing {
  lines: ComputedRef<ReadonlyMap<string, IssueSummary>>
  pasted: Ref<Pasted | null>
  said: Ref<Said | null>
  toggle: (row: number) => void
  to: (row: number) => Promise<void>
  between: (from: number, to: number) => Promise<void>
  all: () => Promise<void>
  only: (lines: readonly IssueSummary[]) => void
  clear: () => void
  refresh: (lines: readonly IssueSummary[]) => void
  copy: (at: number) => void
  /** Chooses the issues whose 编号 are in a text; the answer is what the list should be narrowed to. */
  paste: (text: string) => Promise<string[]>
  dismiss: () => void
}

export function tableOf(lines: Iterable<IssueSummary>, columns: readonly Column[], telling: Telling): Table {
  return {
    heads: columns.map(({ key }) => telling.say(`ledger.heads.${key}`)),
    rows: [...lines].map((line) => columns.map(({ key }) => cellText(key, line, telling))),
  }
}

export function useChoosing(rows: Rows, columns: Ref<readonly Column[]>, telling: Ref<Telling>): Choosing {
  const selection = shallowRef(NOTHING)
  const pasted = ref<Pasted | null>(null)
  const said = ref<Said | null>(null)
  const lineAt = (row: number): IssueSummary | null => rows.pages()?.row(row) ?? null

  async function between(from: number, to: number): Promise<void> {
    if (selection.value.anchor === null) selection.value = { ...selection.value, anchor: from }
    const [first, last] = range(selection.value, to)
    await take(first, last)
  }

  async function take(first: number, last: number): Promise<void> {
    if (last - first >= MOST_CHOSEN) {
      said.value = { key: 'too_many_chosen', n: MOST_CHOSEN }
      return
    }
    try {
      selection.value = withLines(selection.value, (await rows.pages()?.between(first, last)) ?? [])
    } catch {
      said.value = { key: 'not_read', n: 0 }
    }
  }

  return {
    lines: computed(() => selection.value.lines),
    pasted,
    said,
    toggle(row) {
      const line = lineAt(row)
      if (line) selection.value = toggled(selection.value, line, row)
    },
    to: (row) => between(row, row),
    between,
    async all() {
      if (selection.value.lines.size >= rows.length.value) selection.value = NOTHING
      else await take(0, rows.length.value - 1)
    },
    only: (lines) => (selection.value = only(lines)),
    clear: () => (selection.value = NOTHING),
    refresh: (lines) => (selection.value = refreshed(selection.value, lines)),
    copy(at) {
      const line = lineAt(at)
      const lines = selection.value.lines.size > 0 ? [...selection.value.lines.values()] : line ? [line] : []
      if (lines.length === 0) return
      const copied = copyTable(tableOf(lines, columns.value, telling.value))
      said.value = { key: copied ? 'copied' : 'not_copied', n: lines.length }
    },
    async paste(text) {
      const serials = serialsIn(text)
      if (serials.length === 0) return []
      try {
        const lines = await linesOf(serials)
        const found = new Set(lines.map(({ serial }) => serial))
        selection.value = only(lines)
        pasted.value = { found: found.size, missing: serials.filter((serial) => !found.has(serial)), more: Math.max(0, found.size - MOST_NAMED) }
        return [...found].slice(0, MOST_NAMED)
      } catch {
        said.value = { key: 'not_read', n: 0 }
        return []
      }
    },
    dismiss() {
      pasted.value = null
      said.value = null
    },
  }
}
