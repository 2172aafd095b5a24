import { expect, it } from 'vitest'
import type { FigureTableJudged, VerdictCounts, TableRow } from '@/api/generated'
import { comingIn, firstShown, isNear, isOf, monthsIn, sortsOf, stayingOut, unknownStage } from './rows'

const NONE: VerdictCounts = { rows: 0, new: 0, changed: 0, same: 0, duplicate: 0, conflict: 0, skipped: 0, fault: 0 }
const row = (verdict: TableRow['verdict'], over: Partial<TableRow> = {}): TableRow => ({ sheet: '一', row: 3, verdict, reason: '', name: '新桥', project: null, month: '2026-02', project_is_new: false, faults: [], flags: [], ...over })
const judged = (counts: Partial<VerdictCounts>, items: TableRow[], projects_new = 0): FigureTableJudged => ({ counts: { ...NONE, ...counts }, items, projects_new }) as FigureTableJudged
const fault = (slug: string, sentence: string): Partial<TableRow> => ({ faults: [{ cell: 'A3', slug, sentence }] })

it('comes in new or corrected, and stays out where it is wrong, contradicted or there twice', () => {
  const counts = { ...NONE, new: 3, changed: 2, same: 7, skipped: 5, fault: 1, conflict: 2, duplicate: 4 }
  expect([comingIn(counts), stayingOut(counts)]).toEqual([5, 7])
})

it('is told by what somebody has to do of it, the most needed first, and of nothing there is no sort', () => {
  const items = [row('fault'), row('new', { flags: ['over-plan'], project_is_new: true }), row('new')]
  const sorts = sortsOf(judged({ fault: 1, new: 2 }, items, 1))
  expect(sorts).toEqual([{ kind: 'out', count: 1 }, { kind: 'flagged', count: 1 }, { kind: 'first', count: 1 }, { kind: 'new', count: 2 }, { kind: 'fault', count: 1 }])
  expect(firstShown(sorts)).toBe('out')
  expect(firstShown(sortsOf(judged({ same: 2 }, [])))).toBe('same')
  expect(firstShown([])).toBe('new')
  expect(items.filter((each) => isOf(each, 'out'))).toEqual([items[0]])
  expect(items.filter((each) => isOf(each, 'new'))).toEqual([items[1], items[2]])
})

it('is flagged only where it comes in', () => {
  expect([isOf(row('fault', { flags: ['gap'] }), 'flagged'), isOf(row('same', { flags: ['gap'] }), 'flagged')]).toEqual([false, true])
})

it('may be another project where its name is near to a known one, and a stage where its word is not known', () => {
  expect([isNear(row('fault', fault('near-project', '相近'))), isNear(row('fault', fault('elsewhere', '别处')))]).toEqual([true, false])
  const unlisted = fault('unlisted-value', '状态“歇工”没有对应,请指明是哪个阶段 / no stage given for “歇工”')
  expect([unknownStage(row('fault', unlisted)), unknownStage(row('new'))]).toEqual(['歇工', null])
})

it('has the months that are on the ledger by it, the last first', () => {
  expect(monthsIn(judged({}, [row('new'), row('same', { month: '2026-03' }), row('changed'), row('fault', { month: '2026-04' }), row('skipped', { month: '' })]))).toEqual(['2026-03', '2026-02'])
})
