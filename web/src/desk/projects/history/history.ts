/** Knows a project's whole life on one line: by month its figure, what was seen on its site beside it, issues, permits. */
import type { FigureView, IssueSummary, PermitItem, ReportLine } from '@/api/generated'
import { besideMonth, lastOfMonths } from '@/figures/months'
import { isoDay } from '@/time/words'
import { contradictions, type Contradiction } from './seen'

export type Entry =
  | { kind: 'visit'; key: string; at: string; report: ReportLine; beside: FigureView | null; against: Contradiction[] }
  | { kind: 'opened' | 'closed'; key: string; at: string; issue: IssueSummary }
  | { kind: 'applied' | 'decided'; key: string; at: string; permit: PermitItem }

export interface Month {
  month: string
  figure: FigureView | null
  entries: Entry[]
}

export interface Told {
  figures: readonly FigureView[]
  reports: readonly ReportLine[]
  issues: readonly IssueSummary[]
  permits: readonly PermitItem[]
  /** Nothing before is told yet: a list that goes on has not come so far. */
  since: string | null
}

/** From where on lists that go on have all: each is the latest first. */
export function sinceOf(lists: readonly { more: boolean; last: string | undefined }[]): string | null {
  const ends = lists.filter(({ more }) => more).map(({ last }) => last ?? '')
  return ends.length > 0 ? ends.reduce((one, other) => (one > other ? one : other)) : null
}

const monthOf = (at: string): string => isoDay(at).slice(0, 7)

function visitOf(report: ReportLine, figures: readonly FigureView[]): Entry {
  const { figure, before } = besideMonth(figures, monthOf(report.seen_at))
  const beside = figure ?? before
  const against = report.withdrawn ? [] : contradictions(report.progress, beside)
  return { kind: 'visit', key: report.report_id, at: report.seen_at, report, beside, against }
}

function entriesOf(issue: IssueSummary): Entry[] {
  const opened: Entry = { kind: 'opened', key: `${issue.id} opened`, at: issue.reported_at, issue }
  return issue.closed_at && issue.state === 'closed' ? [opened, { kind: 'closed', key: `${issue.id} closed`, at: issue.closed_at, issue }] : [opened]
}

/** A day as the moment at which it begins in China. */
const beginOf = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString()

function daysOf(permit: PermitItem): Entry[] {
  const key = `${permit.kind}/${permit.name}`
  return [
    ...(permit.applied_on ? [{ kind: 'applied' as const, key: `${key} applied`, at: beginOf(permit.applied_on), permit }] : []),
    ...(permit.decided_on ? [{ kind: 'decided' as const, key: `${key} decided`, at: beginOf(permit.decided_on), permit }] : []),
  ]
}

/** The last month first, and in each the last day. */
export function historyOf({ figures, reports, issues, permits, since }: Told): Month[] {
  const all = [...reports.map((report) => visitOf(report, figures)), ...issues.flatMap(entriesOf), ...permits.flatMap(daysOf)]
  const entries = all.filter(({ at }) => since === null || at >= since)
  const last = lastOfMonths(figures)
  const told = since === null ? [...last.keys()] : [...last.keys()].filter((month) => month >= monthOf(since))
  const months = new Set([...told, ...entries.map(({ at }) => monthOf(at))])
  return [...months]
    .sort((one, other) => other.localeCompare(one))
    .map((month) => ({
      month,
      figure: last.get(month) ?? null,
      entries: entries.filter(({ at }) => monthOf(at) === month).sort((one, other) => other.at.localeCompare(one.at)),
    }))
}
