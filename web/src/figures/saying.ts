/** Knows how a figure is said in a line: amounts in words, progress, stage. */
import { useI18n } from 'vue-i18n'
import type { FigureView } from '@/api/generated'
import { inUnit, unitOf, type MoneyUnit } from './money'

const HUNDREDTHS = 100

export interface Saying {
  /** In the unit that people would choose, or in one given: amounts that are compared are said in one. */
  money: (fen: number, unit?: MoneyUnit) => string
  percent: (hundredths: number) => string
  figure: (figure: FigureView) => string
}

export function useSaying(): Saying {
  const { t } = useI18n()
  const money = (fen: number, unit: MoneyUnit = unitOf(fen)): string => t(`figures.amounts.${unit}`, { n: inUnit(fen, unit) })
  const percent = (hundredths: number): string => `${hundredths / HUNDREDTHS}%`
  function figure({ plan_year, done_year, progress, stage }: FigureView): string {
    const unit = unitOf(plan_year, done_year)
    const words = [
      plan_year === null ? null : t('figures.said.plan', { amount: money(plan_year, unit) }),
      done_year === null ? null : t('figures.said.done', { amount: money(done_year, unit) }),
      progress === null ? null : t('figures.said.progress', { percent: percent(progress) }),
      stage === null ? null : t(`figures.stages.${stage}`),
    ]
    return words.filter(Boolean).join(t('figures.and'))
  }
  return { money, percent, figure }
}
