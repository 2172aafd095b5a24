/** Knows what there is to choose from in the forms of the registry: regions, units, people, bureaus. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Option } from '@/parts/forms/option'
import { useNamed } from '@/words/named'
import { useRegions } from '../../scope/scope'
import { usePeopleOf, useUnits } from '../questions'
import { KINDS, ROLES } from './entry'

export interface Choices {
  regions: ComputedRef<Option[]>
  units: ComputedRef<Option[]>
  people: ComputedRef<Option[]>
  bureaus: ComputedRef<Option[]>
  kinds: ComputedRef<Option[]>
  roles: ComputedRef<Option[]>
}

/** `region` is where units and people are looked for; null asks for none. */
export function useChoices({ units, people }: { units?: () => string | null; people?: () => string | null }): Choices {
  const { t } = useI18n()
  const { nameOf } = useNamed()
  const { regions } = useRegions()
  const someUnits = useUnits(() => units?.() ?? null)
  const somePeople = usePeopleOf(() => people?.() ?? null)
  const found = computed(() => someUnits.data.value ?? [])
  return {
    regions: computed(() => [...regions.value.values()].map((one) => ({ value: one.code, label: nameOf(one), hint: one.code }))),
    units: computed(() => found.value.filter(({ entry }) => !entry.retired_on).map(({ id, entry }) => ({ value: id, label: nameOf(entry), hint: id }))),
    people: computed(() => (somePeople.data.value ?? []).filter(({ entry }) => !entry.left_on).map(({ id, entry }) => ({ value: id, label: entry.name, hint: entry.title ?? id }))),
    bureaus: computed(() => [...new Set(found.value.map(({ entry }) => entry.bureau).filter(Boolean))].sort().map((value) => ({ value, label: value }))),
    kinds: computed(() => KINDS.map((value) => ({ value, label: t(`organisation.kinds.${value}`) }))),
    roles: computed(() => ROLES.map((value) => ({ value, label: t(`session.role.${value}`) }))),
  }
}
