/** Knows the pages of a list after the first, which alone the phone keeps: read when somebody asks for more. */
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { ask, type Query } from '@/api/ask'

interface Page<Line> {
  items: Line[]
  next_cursor: string | null
}

export interface More<Line> {
  /** The first page and all that were read after it. */
  lines: ComputedRef<Line[]>
  more: ComputedRef<boolean>
  busy: Ref<boolean>
  fault: ShallowRef<unknown>
  next: () => Promise<void>
}

export function useMore<Line extends { id: string }>(path: string, query: Query, first: Ref<Page<Line> | null>, asks: typeof ask = ask): More<Line> {
  const later = shallowRef<Page<Line>[]>([])
  const busy = ref(false)
  const fault = shallowRef<unknown>(null)
  const cursor = computed(() => (later.value[later.value.length - 1] ?? first.value)?.next_cursor ?? null)
  /** A line that moved from page to page between two questions stands once. */
  const lines = computed(() => [...new Map([first.value, ...later.value].flatMap((page) => page?.items ?? []).map((line) => [line.id, line])).values()])

  async function next(): Promise<void> {
    if (cursor.value === null || busy.value) return
    busy.value = true
    fault.value = null
    const begun = first.value
    try {
      const page = await asks<Page<Line>>(path, { query: { ...query, cursor: cursor.value } })
      if (begun === first.value) later.value = [...later.value, page]
    } catch (error) {
      fault.value = error
    }
    busy.value = false
    // The first page came anew meanwhile: what was read follows the old one, and is asked for once more.
    if (begun !== first.value) await next()
  }

  // A first page that came anew has cursors of its own.
  watch(first, () => (later.value = []))
  return { lines, more: computed(() => cursor.value !== null), busy, fault, next }
}
