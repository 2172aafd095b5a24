/** Knows thirty days as a chart: what came in and what was struck off as bars, what is overdue as a line. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Days } from '@/api/generated'

export interface Inks {
  ink: string
  second: string
  line: string
  action: string
  green: string
  red: string
}

export interface TrendWords {
  new: string
  struck_off: string
  overdue: string
  summary: string
  day: (day: string) => string
}

export type Kind = 'new' | 'struck_off' | 'overdue'
export const KINDS: readonly Kind[] = ['new', 'struck_off', 'overdue']

/** Bars by pattern as well as by colour: a copier shows them apart. */
export function chartOf(days: Days, words: TrendWords, inks: Inks): EChartsCoreOption {
  const values = (kind: Kind): number[] => days.days.map((day) => day[kind].count)
  const text = { color: inks.second, fontFamily: 'inherit' }
  return {
    animation: false,
    aria: { enabled: true, label: { description: words.summary } },
    textStyle: text,
    grid: { left: 4, right: 8, top: 32, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemHeight: 10, itemWidth: 16, textStyle: text },
    tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, axisPointer: { type: 'shadow' } },
    xAxis: { type: 'category', data: days.days.map(({ day }) => words.day(day)), axisTick: { show: false }, axisLabel: text, axisLine: { lineStyle: { color: inks.line } } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: inks.line } } },
    series: [
      { type: 'bar', name: words.new, data: values('new'), itemStyle: { color: inks.action }, barMaxWidth: 12 },
      { type: 'bar', name: words.struck_off, data: values('struck_off'), itemStyle: { color: inks.green, borderColor: inks.ink, borderType: 'dashed', borderWidth: 0.5 }, barMaxWidth: 12 },
      { type: 'line', name: words.overdue, data: values('overdue'), symbol: 'triangle', symbolSize: 7, itemStyle: { color: inks.red }, lineStyle: { width: 1.5, color: inks.red } },
    ],
  }
}

export const totalOf = (days: Days, kind: Kind): number => days.days.reduce((sum, day) => sum + day[kind].count, 0)
