/** Knows how a figure is said in a line: amounts in words, progress, stage. */
import { useI18n } from 'vue-i18n'
import type { FigureView } from '@/api/generated'
import { said } from './money'

const HUNDREDTHS = 100

export interface Saying {
  money: (fen: number) => string
  percent: (hundredths: number) => string
  figure: (figure: FigureView) => string
}

export function useSaying(): Saying {
  const { t } = useI18n()
  function money(fen: number): string {
    const { unit, n } = said(fen)
    return t(`figures.amounts.${unit}`, { n })
  }
  const percent = (hundredths: number): string => `${hundredths / HUNDREDTHS}%`
  function figure({ plan_year, done_year, progress, stage }: FigureView): string {
    const words = [
      plan_year === null ? null : t('figures.said.plan', { amount: money(plan_year) }),
      done_year === null ? null : t('figures.said.done', { amount: money(done_year) }),
      progress === null ? null : t('figures.said.progress', { percent: percent(progress) }),
      stage === null ? null : t(`figures.stages.${stage}`),
    ]
    return words.filter(Boolean).join(t('figures.and'))
  }
  return { money, percent, figure }
}
