/** Knows what others change while somebody reads: rows in place, everything else counted until it is asked for. */
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { onLive } from '@/session/live/live'
import { withParam, type Asked } from '../asked/filters'
import { linesOf, type Rows } from './rows'

const MOST = 100

export interface News {
  /** How many changes wait beside the list; null where nobody knows how many. */
  waiting: ComputedRef<number | null>
  any: ComputedRef<boolean>
  /** Rows that are another since the list was opened. */
  changed: Ref<ReadonlySet<string>>
  /** The list was read again: nothing waits. */
  take: () => void
}

export function useNews(rows: Rows, asked: () => Asked): News {
  const newcomers = ref(new Set<string>())
  const all = ref(false)
  const changed = shallowRef<ReadonlySet<string>>(new Set())

  async function look(ids: readonly string[]): Promise<void> {
    const pages = rows.pages()
    if (!pages) return
    const held = ids.filter((id) => pages.holds(id))
    // A list of named issues has no newcomers.
    const others = ids.filter((id) => !pages.holds(id))
    const [now, matching] = await Promise.all([linesOf(held), others.length > 0 && !asked()['issue'] ? linesOf(others, withParam(asked(), 'issue', null)) : []])
    pages.take(now)
    changed.value = new Set([...changed.value, ...now.map((line) => line.id)])
    for (const line of matching) if (newcomers.value.size < MOST) newcomers.value.add(line.id)
  }

  onLive('issues.changed', ({ all: everything, issues }) => {
    if (everything || issues.length > MOST) all.value = true
    // What cannot be looked at now is said to wait.
    else look(issues.map((issue) => issue.id)).catch(() => (all.value = true))
  })
  onLive('reset', () => (all.value = true))

  return {
    waiting: computed(() => (all.value || newcomers.value.size >= MOST ? null : newcomers.value.size)),
    any: computed(() => all.value || newcomers.value.size > 0),
    changed,
    take() {
      newcomers.value = new Set()
      all.value = false
      changed.value = new Set()
    },
  }
}
