import { expect, it } from 'vitest'
import type { FigureView, IssueSummary, PermitItem, ReportLine } from '@/api/generated'
import { historyOf, sinceOf } from './history'
import { contradictions, seenIn } from './seen'

const figure = (month: string, over: object = {}): FigureView => ({ id: month, month, version: 1, stage: 'building', progress: 4_000, ...over }) as FigureView
const visit = (seen_at: string, progress: object | null = null): ReportLine => ({ report_id: seen_at, seen_at, progress, withdrawn: null }) as unknown as ReportLine
const issue = (id: string, reported_at: string, closed_at: string | null = null): IssueSummary => ({ id, reported_at, closed_at, state: closed_at ? 'closed' : 'assigned' }) as unknown as IssueSummary

it.each([
  ['停工', 'stopped'], ['现场无人施工', 'stopped'], ['未停工，主体施工', 'working'], ['尚未开工', 'not-begun'], ['准备开工', 'not-begun'],
  ['路基施工', 'working'], ['已复工', 'working'], ['土建', null], ['', null],
])('“%s” on a site says %s', (words, seen) => {
  expect(seenIn(words)).toBe(seen)
})

it('marks a site that stands still though it is reported to be built, and the other way', () => {
  expect(contradictions({ stage: '停工' }, figure('2026-03'))).toEqual(['stopped'])
  expect(contradictions({ stage: '主体施工' }, figure('2026-03', { stage: 'stopped' }))).toEqual(['working'])
  expect(contradictions({ stage: '未开工' }, figure('2026-03', { stage: 'completed' }))).toEqual(['not-begun'])
})

it('marks nothing where both may be true', () => {
  expect(contradictions({ stage: '无人施工' }, figure('2026-03', { stage: 'completed' }))).toEqual([])
  expect(contradictions({ stage: '主体施工', percent: 60 }, figure('2026-03'))).toEqual([])
  expect(contradictions({ percent: 71 }, figure('2026-03'))).toEqual(['percent'])
  expect(contradictions(null, figure('2026-03'))).toEqual([])
  expect(contradictions({ stage: '停工' }, null)).toEqual([])
})

it('tells months, the last first, each with its figure and what happened, by the day in China', () => {
  const told = historyOf({
    figures: [figure('2026-01'), figure('2026-03'), figure('2026-03', { version: 2, id: 'again' })],
    reports: [visit('2026-03-05T02:00:00Z', { stage: '停工' }), visit('2026-02-28T17:00:00Z')],
    issues: [issue('a', '2026-02-10T00:00:00Z', '2026-03-20T00:00:00Z')],
    permits: [{ kind: 'land', name: '', applied_on: '2026-02-01', decided_on: '2026-03-01' } as PermitItem],
    since: null,
  })
  expect(told.map(({ month, figure: of, entries }) => [month, of?.id, entries.map(({ kind }) => kind)])).toEqual([
    ['2026-03', 'again', ['closed', 'visit', 'visit', 'decided']],
    ['2026-02', undefined, ['opened', 'applied']],
    ['2026-01', '2026-01', []],
  ])
})

it('holds a visit against the last figure before, where its month has none', () => {
  const [told] = historyOf({ figures: [figure('2026-01')], reports: [visit('2026-02-05T00:00:00Z', { stage: '停工' })], issues: [], permits: [], since: null })
  expect(told?.entries[0]).toMatchObject({ kind: 'visit', against: ['stopped'], beside: { month: '2026-01' } })
})

it('tells no further back than every list has come', () => {
  const since = sinceOf([{ more: true, last: '2026-02-20T00:00:00Z' }, { more: false, last: '2026-01-01T00:00:00Z' }])
  const told = historyOf({ figures: [figure('2026-01'), figure('2026-02')], reports: [visit('2026-02-20T00:00:00Z')], issues: [issue('a', '2026-02-10T00:00:00Z')], permits: [], since })
  expect(told.map(({ month, entries }) => [month, entries.length])).toEqual([['2026-02', 1]])
  expect(sinceOf([{ more: false, last: undefined }])).toBeNull()
})
