/** Knows how something is entered: looked at first without a trace, then entered once however often it is sent. */
import { useQueryClient } from '@tanstack/vue-query'
import { ref, shallowRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { ask } from '@/api/ask'
import { uuid7 } from '@/api/id'
import { hasSlug } from '@/api/problem'
import type { EnteredView, FaultView } from '@/api/generated'
import { inLanguage } from '@/parts/shown/two_languages'

export interface Entering {
  busy: Ref<boolean>
  error: Ref<unknown>
  /** What it would come to, until the words change. */
  foreseen: Ref<EnteredView | null>
  entered: Ref<EnteredView | null>
  foresee: () => Promise<void>
  enter: () => Promise<void>
  /** The sentence for a field, by its path in the body. */
  faultOf: (path: string) => string | null
  changed: () => void
}

/** `body` makes what is sent, with the id that stays the same for these words. */
export function useEntering(path: '/v1/matters' | '/v1/matter-sets', body: (id: string) => unknown): Entering {
  const queries = useQueryClient()
  const { locale } = useI18n()
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  const foreseen = shallowRef<EnteredView | null>(null)
  const entered = shallowRef<EnteredView | null>(null)
  let id = uuid7()

  async function send(dryRun: boolean): Promise<EnteredView | null> {
    busy.value = true
    error.value = null
    try {
      return await ask<EnteredView>(path, { method: 'POST', query: dryRun ? { dry_run: true } : {}, body: body(id) })
    } catch (problem) {
      error.value = problem
      // Other words under an id that was entered: they are another matter.
      if (hasSlug(problem, 'key-reused')) id = uuid7()
      return null
    } finally {
      busy.value = false
    }
  }

  return {
    busy,
    error,
    foreseen,
    entered,
    async foresee() {
      foreseen.value = await send(true)
    },
    async enter() {
      entered.value = await send(false)
      if (entered.value) void queries.invalidateQueries({ queryKey: ['issues'] })
    },
    faultOf(field) {
      if (!hasSlug(error.value, 'invalid')) return null
      const faults = error.value.members['faults'] as readonly FaultView[]
      const under = [`$.${field}`, `$.${field}[`, `$.${field}.`]
      const fault = faults.find(({ path: at }) => at === under[0] || under.slice(1).some((begin) => at.startsWith(begin)))
      return fault ? inLanguage(fault.message, locale.value) : null
    },
    changed() {
      foreseen.value = null
    },
  }
}
