/** Knows what there is to choose from in the form of a command. */
import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { ask, type Query } from '@/api/ask'
import { whole } from '@/api/whole'
import type { CategoryView, IssueView, ListedPerson, PolicyLine, RegionView, ReportLine, UnitView } from '@/api/generated'
import type { Option } from '@/parts/forms/option'
import { moment, type Language } from '@/time/words'
import { useNamed } from '@/words/named'
import type { FieldKind } from './fields'

/** A registry of a province is a few thousand entries. */
const MOST = 2_400
const KEPT_MS = 300_000

/** A list that is read only once a form shows it; `whole` page after page, else in one piece. */
function useLines<Line>(name: string, path: string, query: () => Query, on: () => boolean, paged = true): Ref<Line[] | undefined> {
  const { data } = useQuery({
    queryKey: computed(() => ['choices', name, query()]),
    queryFn: async ({ signal }) => (paged ? whole<Line>(path, query(), { signal, most: MOST }) : (await ask<{ items: Line[] }>(path, { query: query(), signal })).items),
    staleTime: KEPT_MS,
    enabled: computed(on),
  })
  return data as Ref<Line[] | undefined>
}

/** Units of the region that supervises: whom an issue may be given to is said in the end by giving it. One that declined may be asked again. */
function useUnits(issue: () => IssueView, on: () => boolean): ComputedRef<Option[]> {
  const { nameOf } = useNamed()
  const { t } = useI18n()
  const units = useLines<UnitView>('units', '/v1/units', () => ({ region: issue().supervising_region ?? issue().region }), on)
  return computed(() => {
    const lines = (units.value ?? []).filter(({ id }) => id !== issue().unit_id || issue().state === 'declined')
    const near = [...lines].sort((a, b) => Number(b.region === issue().region) - Number(a.region === issue().region))
    return near.map((unit) => ({ value: unit.id, label: nameOf(unit), hint: t(`told.levels.${unit.level}`) }))
  })
}

function usePersons(issue: () => IssueView, ofUnit: () => boolean, on: () => boolean): ComputedRef<Option[]> {
  const persons = useLines<ListedPerson>('persons', '/v1/persons', () => (ofUnit() ? { unit: issue().unit_id } : { region: issue().region }), on)
  return computed(() => (persons.value ?? []).map(({ id, name, title }) => ({ value: id, label: name, hint: title })))
}

function useVisits(issue: () => IssueView, on: () => boolean): ComputedRef<Option[]> {
  const { locale } = useI18n()
  const reports = useLines<ReportLine>('reports', '/v1/reports', () => ({}), on)
  return computed(() =>
    (reports.value ?? [])
      .filter((line) => line.type === 'site_visit' && line.project_code === issue().project_code)
      .map((line) => ({ value: line.report_id, label: moment(line.seen_at, locale.value as Language) })),
  )
}

/** What stands in the issue itself: its milestones, referrals, corrections, instructions, supporting units. */
function fromIssue(issue: IssueView, kind: FieldKind, say: (key: string) => string): Option[] {
  if (kind === 'milestone') {
    const reached = new Set(issue.reached.map(({ number }) => number))
    return issue.milestones.map(({ name, due_on }, place) => ({ value: String(place + 1), label: name, hint: due_on })).filter((_, place) => !reached.has(place + 1))
  }
  if (kind === 'referral') return issue.referrals.map(({ body, case_number }, place) => ({ value: String(place), label: say(`commands.options.body.${body}`), hint: case_number }))
  if (kind === 'correction') return issue.corrections.filter((one) => !one.judged && !one.withdrawn_at).map(({ report_id, at }) => ({ value: report_id, label: at.slice(0, 10), hint: report_id }))
  if (kind === 'instruction') return issue.instructions.map(({ number, note }) => ({ value: String(number), label: note }))
  return []
}

export function useOptions(issue: () => IssueView, kind: () => FieldKind): ComputedRef<Option[]> {
  const { t } = useI18n()
  const { nameOf } = useNamed()
  const is = (...kinds: FieldKind[]) => (): boolean => kinds.includes(kind())
  const units = useUnits(issue, is('unit', 'units', 'unit-of-issue'))
  const persons = usePersons(issue, is('person'), is('person', 'persons'))
  const visits = useVisits(issue, is('visit'))
  const policies = useLines<PolicyLine>('policies', '/v1/policies', () => ({}), is('policy'), false)
  const categories = useLines<CategoryView>('categories', '/v1/categories', () => ({}), is('category'), false)
  const regions = useLines<RegionView>('regions', '/v1/regions', () => ({}), is('region'))
  return computed(() => {
    if (is('unit', 'units')()) return units.value
    if (is('unit-of-issue')()) return units.value.filter(({ value }) => issue().supporting_unit_ids.includes(value))
    if (is('person', 'persons')()) return persons.value
    if (is('visit')()) return visits.value
    if (is('policy')()) return (policies.value ?? []).map((line) => ({ value: `${line.name}/${line.version}`, label: `${line.name} · ${line.version}` }))
    if (is('category')()) return (categories.value ?? []).map((one) => ({ value: one.code, label: nameOf(one) }))
    if (is('region')()) return (regions.value ?? []).map((one) => ({ value: one.code, label: nameOf(one), hint: one.full_name_zh }))
    return fromIssue(issue(), kind(), t)
  })
}
