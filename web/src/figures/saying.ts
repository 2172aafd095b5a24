/** Knows how a figure is said in a line: amounts in words, progress, stage. */
import { useI18n } from 'vue-i18n'
import type { FigureView } from '@/api/generated'
import type { Language } from '@/time/words'
import { inSize, sizeOf } from './money'

const HUNDREDTHS = 100

export interface Saying {
  /** In Chinese in one unit with those that it is compared with; English says each by its own size. */
  money: (fen: number, beside?: readonly (number | null)[]) => string
  percent: (hundredths: number) => string
  figure: (figure: FigureView) => string
}

export function useSaying(): Saying {
  const { t, locale } = useI18n()
  function money(fen: number, beside: readonly (number | null)[] = []): string {
    const language = locale.value as Language
    const size = sizeOf(language, fen, ...(language === 'en' ? [] : beside))
    return t(`figures.amounts.${size}`, { n: inSize(language, size, fen) })
  }
  const percent = (hundredths: number): string => `${hundredths / HUNDREDTHS}%`
  function figure({ plan_year, done_year, progress, stage }: FigureView): string {
    const both = [plan_year, done_year]
    const words = [
      plan_year === null ? null : t('figures.said.plan', { amount: money(plan_year, both) }),
      done_year === null ? null : t('figures.said.done', { amount: money(done_year, both) }),
      progress === null ? null : t('figures.said.progress', { percent: percent(progress) }),
      stage === null ? null : t(`figures.stages.${stage}`),
    ]
    return words.filter(Boolean).join(t('figures.and'))
  }
  return { money, percent, figure }
}
