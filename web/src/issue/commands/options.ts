/** Knows what there is to choose from in the form of a command. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { ask } from '@/api/ask'
import type { CategoryList, IssueView, ListedPersonPage, PolicyList, ReportPage, UnitPage } from '@/api/generated'
import type { Option } from '@/parts/forms/option'
import { moment, type Language } from '@/time/words'
import { useNamed } from '@/words/named'
import type { FieldKind } from './fields'

const MOST = 200

function useList<T>(key: MaybeRefOrGetter<unknown[]>, path: string, query: () => Record<string, string | number | null>, on: () => boolean): UseQueryReturnType<T, Error> {
  return useQuery({
    queryKey: computed(() => toValue(key)),
    queryFn: ({ signal }) => ask<T>(path, { query: query(), signal }),
    staleTime: 300_000,
    enabled: computed(on),
  }) as UseQueryReturnType<T, Error>
}

/** Units of the region and above it: whom an issue may be given to is said in the end by giving it. */
function useUnits(issue: () => IssueView, on: () => boolean): ComputedRef<Option[]> {
  const { nameOf } = useNamed()
  const { t } = useI18n()
  const { data } = useList<UnitPage>(() => ['units', issue().region], '/v1/units', () => ({ region: issue().supervising_region ?? issue().region, limit: MOST }), on)
  return computed(() => {
    const lines = (data.value?.items ?? []).filter(({ id }) => id !== issue().unit_id)
    const near = [...lines].sort((a, b) => Number(b.region === issue().region) - Number(a.region === issue().region))
    return near.map((unit) => ({ value: unit.id, label: nameOf(unit), hint: t(`told.levels.${unit.level}`) }))
  })
}

function usePersons(issue: () => IssueView, ofUnit: () => boolean, on: () => boolean): ComputedRef<Option[]> {
  const query = (): Record<string, string | number | null> => (ofUnit() ? { unit: issue().unit_id, limit: MOST } : { region: issue().region, limit: MOST })
  const { data } = useList<ListedPersonPage>(() => ['persons', query()], '/v1/persons', query, on)
  return computed(() => (data.value?.items ?? []).map(({ id, name, title }) => ({ value: id, label: name, hint: title })))
}

function useVisits(issue: () => IssueView, on: () => boolean): ComputedRef<Option[]> {
  const { locale } = useI18n()
  const { data } = useList<ReportPage>(() => ['reports', 'mine'], '/v1/reports', () => ({ limit: MOST }), on)
  return computed(() =>
    (data.value?.items ?? [])
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
  const { data: policies } = useList<PolicyList>(['policies'], '/v1/policies', () => ({}), is('policy'))
  const { data: categories } = useList<CategoryList>(['categories'], '/v1/categories', () => ({}), is('category'))
  return computed(() => {
    if (is('unit', 'units')()) return units.value
    if (is('unit-of-issue')()) return units.value.filter(({ value }) => issue().supporting_unit_ids.includes(value))
    if (is('person', 'persons')()) return persons.value
    if (is('visit')()) return visits.value
    if (is('policy')()) return (policies.value?.items ?? []).map((line) => ({ value: `${line.name}/${line.version}`, label: `${line.name} · ${line.version}` }))
    if (is('category')()) return (categories.value?.items ?? []).map((one) => ({ value: one.code, label: nameOf(one) }))
    return fromIssue(issue(), kind(), t)
  })
}
