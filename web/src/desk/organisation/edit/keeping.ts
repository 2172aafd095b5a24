/** Knows how an entry of the registry is kept: as it was seen, with its reason, and where a refusal belongs in the form. */
import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { ask } from '@/api/ask'
import { hasSlug, type Fault } from '@/api/problem'
import { inLanguage } from '@/parts/shown/two_languages'
import { ORGANISATION } from '../questions'

export type Kind = 'units' | 'persons' | 'posts'

export interface Keeping {
  busy: Ref<boolean>
  error: Ref<unknown>
  /** What stands beside no field: to be told above the buttons. */
  elsewhere: ComputedRef<unknown>
  /** What does not fit the rest of the registry. */
  faults: ComputedRef<readonly Fault[]>
  faultOf: (field: string) => string | null
  add: (entry: unknown, reason: string) => Promise<boolean>
  change: (seen: { id: string; tag: string }, change: unknown, reason: string) => Promise<boolean>
  forget: () => void
}

export function useKeeping(kind: Kind): Keeping {
  const queries = useQueryClient()
  const { locale } = useI18n()
  const busy = ref(false)
  const error = shallowRef<unknown>(null)

  async function sent(send: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      await send()
      await Promise.all([ORGANISATION, 'options', 'vacancies'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
      return true
    } catch (problem) {
      error.value = problem
      if (hasSlug(problem, 'stale-version')) void queries.invalidateQueries({ queryKey: [ORGANISATION] })
      return false
    } finally {
      busy.value = false
    }
  }

  return {
    busy,
    error,
    elsewhere: computed(() => (hasSlug(error.value, 'invalid') ? null : error.value)),
    faults: computed(() => (hasSlug(error.value, 'registry-refused') ? error.value.faults : [])),
    faultOf(field) {
      if (!hasSlug(error.value, 'invalid')) return null
      const fault = error.value.faults.find(({ path }) => new RegExp(`^\\$\\.(entry|change)\\.${field}(\\.|\\[|$)`).test(path))
      return fault ? inLanguage(fault.message, locale.value) : null
    },
    add: (entry, reason) => sent(() => ask(`/v1/registry/${kind}`, { method: 'POST', body: { entry, ...(reason.trim() && { reason: reason.trim() }) } })),
    change: ({ id, tag }, change, reason) =>
      sent(() => ask(`/v1/registry/${kind}/${encodeURIComponent(id)}`, { method: 'PATCH', body: { change, ...(reason.trim() && { reason: reason.trim() }) }, headers: { 'If-Match': `"${tag}"` } })),
    forget: () => {
      error.value = null
    },
  }
}
