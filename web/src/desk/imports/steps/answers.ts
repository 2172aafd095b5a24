/** Knows what a spelling may mean: the few words of a field, or the entries of the registry. */
import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { ask } from '@/api/ask'
import type { CategoryView, ProjectView, SpellingView, UnitView } from '@/api/generated'
import { whole } from '@/api/whole'
import type { Option } from '@/parts/forms/option'
import { useNamed } from '@/words/named'
import { useRegions } from '../../scope/scope'
import { isDay } from '../mapping'

const HOUR_MS = 3_600_000
const REGISTRY = ['project', 'lead_unit', 'region']

export interface Answers {
  /** Chosen by typing a part of the name: the registry is long. */
  isLong: (spelling: SpellingView) => boolean
  optionsFor: (spelling: SpellingView) => readonly Option[]
}

/** The registry is asked for only where a spelling needs it. */
export function useAnswers(spellings: () => readonly SpellingView[]): Answers {
  const { t } = useI18n()
  const { nameOf } = useNamed()
  const { regions } = useRegions()
  const needs = (field: string): ComputedRef<boolean> => computed(() => spellings().some((one) => one.field === field))
  const projects = useQuery({ queryKey: ['projects', 'all'], queryFn: ({ signal }) => whole<ProjectView>('/v1/projects', {}, { signal }), staleTime: HOUR_MS, enabled: needs('project') })
  const units = useQuery({ queryKey: ['units', 'all'], queryFn: ({ signal }) => whole<UnitView>('/v1/units', {}, { signal }), staleTime: HOUR_MS, enabled: needs('lead_unit') })
  const categories = useQuery({ queryKey: ['categories'], queryFn: ({ signal }) => ask<{ items: CategoryView[] }>('/v1/categories', { signal }), staleTime: HOUR_MS, enabled: needs('category') })
  const worded = (field: string, values: readonly string[]): Option[] => values.map((value) => ({ value, label: t(`imports.values.${field}.${value}`) }))
  const options = computed<Record<string, readonly Option[]>>(() => ({
    status: worded('status', ['open', 'done', 'closed']),
    severity: worded('severity', ['ordinary', 'major']),
    category: (categories.data.value?.items ?? []).map((one) => ({ value: one.code, label: nameOf(one) })),
    project: (projects.data.value ?? []).map((one) => ({ value: one.code, label: nameOf(one), hint: one.code })),
    lead_unit: (units.data.value ?? []).map((one) => ({ value: one.id, label: nameOf(one), hint: one.id })),
    region: [...regions.value.values()].map((one) => ({ value: one.code, label: nameOf(one), hint: one.code })),
  }))
  const days = computed(() => [
    { value: 'found_on', label: t('imports.values.day.found_on') },
    { value: 'none', label: t('imports.values.day.none') },
    { value: '12-31', label: t('imports.values.day.year_end') },
    { value: '06-30', label: t('imports.values.day.half_year') },
  ])
  return {
    isLong: ({ field }) => REGISTRY.includes(field),
    optionsFor: (spelling) => (isDay(spelling) ? days.value : (options.value[spelling.field] ?? []).map((one) => (one.value === spelling.offered ? { ...one, label: t('imports.nearest', { meaning: one.label }) } : one))),
  }
}
