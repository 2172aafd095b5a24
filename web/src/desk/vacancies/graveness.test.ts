import { expect, it } from 'vitest'
import type { VacancyView } from '@/api/generated'
import { filledAt, graveness } from './graveness'

const PASSED: VacancyView = {
  post: 'unit_head', place: '140105-housing', region: '140105', name_zh: '住建局', name_en: 'Housing', since: null, nobody: false, open_issues: 2,
  passes_to: { person_id: 'li', person_name: '李', post: 'supervisor', level: 'county', region: '140105', deputy: false },
}

it('is gravest where nobody is told, then where the whole unit is passed by', () => {
  expect([graveness({ ...PASSED, nobody: true, passes_to: null }), graveness({ ...PASSED, nobody: true }), graveness(PASSED)]).toEqual(['untold', 'unstaffed', 'passed'])
})

it('is filled on the page of the unit, or of the region', () => {
  expect(filledAt(PASSED).query).toEqual({ region: '140105', unit: '140105-housing' })
  expect(filledAt({ ...PASSED, post: 'supervisor', place: '140100', region: '140100' }).query).toEqual({ region: '140100' })
})
