import { expect, test } from 'vitest'
import { faultsOf, mayEnterIn, monthsUntil, reportOf, saidOf, yuan } from './complaints'

const TODAY = '2026-03-02'
const SAID = { ...saidOf(null, '140105', TODAY), intermediary: '某评估公司 ', service: '环评编制', asked_of: '140105-ecology' }

test('a fee in 元 is sent in whole 分, and none is not 0', () => {
  expect(['26000.5', '26,000', '0.29', ''].map((fee) => reportOf({ ...SAID, fee }, 'x', null).fee)).toEqual([2_600_050, 2_600_000, 29, null])
  expect([2_600_050, 2_600_000, 29].map(yuan)).toEqual(['26000.50', '26000', '0.29'])
  expect(reportOf(SAID, 'x', null)).toMatchObject({ intermediary: '某评估公司', project: null, issue: null })
})

test('each fault is told at its field', () => {
  expect(faultsOf(SAID, TODAY)).toEqual({})
  const wrong = { ...SAID, intermediary: ' ', fee: '1.234', days: 1.5, received_on: '2026-03-03', project: '1', issue: '2', kind: 'other' as const }
  expect(Object.keys(faultsOf(wrong, TODAY)).sort()).toEqual(['days', 'fee', 'intermediary', 'issue', 'project', 'received_on', 'words'])
})

test('a supervisor enters what lies within, a unit also what lies above it', () => {
  const regions = ['140000', '140100', '140105', '140213']
  const those = (role: 'supervisor' | 'unit_staff'): string[] => regions.filter((code) => mayEnterIn(code, [{ role, region: '140100' }]))
  expect(those('supervisor')).toEqual(['140100', '140105'])
  expect(those('unit_staff')).toEqual(['140000', '140100', '140105'])
})

test('months go back over the turn of a year', () => {
  expect(monthsUntil('2026-02-10', 3)).toEqual(['2026-02', '2026-01', '2025-12'])
})
