/** Knows what there is to choose from in each filter: words of the ledger, or what the registry has. */
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { ask } from '@/api/ask'
import { whole } from '@/api/whole'
import type { Language } from '@/time/words'
import { named, type Say } from '../columns/texts'
import type { Several } from './filters'

export interface Option {
  value: string
  label: string
  hint?: string
}

const WORDS: Partial<Record<Several, readonly string[]>> = {
  state: ['reported', 'assigned', 'declined', 'accepted', 'in_progress', 'closure_requested', 'returned', 'reopened', 'suspended', 'closed', 'closed_on_paper', 'merged', 'voided'],
  light: ['red', 'yellow', 'green'],
  severity: ['major', 'ordinary'],
  source: ['site_visit', 'incident', 'matter', 'import'],
}
const GROUPS: Readonly<Record<string, string>> = { state: 'states', light: 'lights', severity: 'severities', source: 'sources' }

interface Entry {
  code?: string
  id?: string
  name?: string
  name_zh?: string
  name_en?: string | null
  full_name_zh?: string
  title?: string | null
}

const PATHS: Partial<Record<Several, string>> = {
  category: '/v1/categories',
  region: '/v1/regions',
  unit: '/v1/units',
  person: '/v1/persons',
  project: '/v1/projects',
}
/** A registry of a province is a few thousand entries. */
const MOST = 2_400

/** The whole list; categories come in one piece. */
async function entries(path: string, signal: AbortSignal): Promise<Entry[]> {
  if (path === '/v1/categories') return (await ask<{ items: Entry[] }>(path, { signal })).items
  return whole<Entry>(path, {}, { signal, most: MOST })
}

function optionOf(entry: Entry, language: Language): Option {
  const value = entry.code ?? entry.id ?? ''
  const label = entry.name ?? named({ name_zh: entry.name_zh ?? value, name_en: entry.name_en ?? null }, language)
  const hint = entry.title ?? (entry.full_name_zh && language !== 'en' ? entry.full_name_zh : value)
  return { value, label, hint }
}

const KEPT_MS = 600_000

/** The choices of one filter; nothing is asked for before somebody opens it or it is in use. */
export function useOptions(
  filter: Several,
  wanted: MaybeRefOrGetter<boolean>,
  say: Say,
  language: MaybeRefOrGetter<Language>,
): { options: ComputedRef<Option[]>; loading: ComputedRef<boolean>; error: ComputedRef<unknown> } {
  const path = PATHS[filter]
  const { data, isFetching, error } = useQuery({
    queryKey: ['options', filter],
    queryFn: ({ signal }) => entries(path ?? '', signal),
    enabled: computed(() => Boolean(path) && toValue(wanted)),
    staleTime: KEPT_MS,
  })
  const none: Option[] = filter === 'unit' ? [{ value: 'none', label: say('ledger.no_unit') }] : []
  const options = computed(() => {
    const words = WORDS[filter]
    if (words) return words.map((value) => ({ value, label: say(`ledger.${GROUPS[filter]}.${value}`) }))
    return [...none, ...(data.value ?? []).map((entry) => optionOf(entry, toValue(language)))]
  })
  return { options, loading: computed(() => isFetching.value && !data.value), error: computed(() => error.value) }
}
