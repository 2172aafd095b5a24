/** Knows the one next step of an issue: what its explanation says comes first, with the telephones that its line of the ledger knows. */
import type { Coming, IssueSummary, NextStep } from '@/api/generated'

export type Told = Pick<NextStep, 'at' | 'title_zh' | 'title_en' | 'light' | 'light_zh' | 'light_en' | 'to'>

export function nextOf(coming: readonly Coming[], line: Pick<IssueSummary, 'next_step'> | null): Told | null {
  const [first] = coming
  if (!first) return null
  const known = new Map(line?.next_step?.to.map((to) => [to.person_id, to]) ?? [])
  const to = first.to.map((one) => {
    const { unit_id = null, unit_zh = null, unit_en = null, phone = null } = (one.person_id === null ? undefined : known.get(one.person_id)) ?? {}
    return { person_id: one.person_id, person_name: one.person_name, title_zh: one.title_zh, title_en: one.title_en, unit_id, unit_zh, unit_en, phone }
  })
  return { ...first.step, at: first.until ?? first.at, to }
}
