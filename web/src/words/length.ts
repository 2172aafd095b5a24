/** Knows how long a text may be, counted as the ledger counts: said when little is left, and by how much it is too long. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'

/** A text of the ledger. */
export const TEXT = 2000
/** A name, a stage, whom one spoke to. */
export const NAME = 200
/** From here on it is said how much is left. */
const NEAR = 0.9

/** Letters of a text without what surrounds it; of several lines that each stand alone, of the longest. */
export function lengthOf(text: string, byLine = false): number {
  const lines = byLine ? text.split('\n') : [text]
  return Math.max(...lines.map((line) => Array.from(line.trim()).length))
}

export function isTooLong(text: string, most: number, byLine = false): boolean {
  return lengthOf(text, byLine) > most
}

/** What is said below a text: what is left, or what is wrong. */
export function useLimit(text: () => string, { most, byLine }: { most: () => number | undefined; /** Each line is a text of its own. */ byLine: () => boolean }): { left: ComputedRef<string | null>; over: ComputedRef<string | null> } {
  const { t } = useI18n()
  const rest = computed(() => {
    const limit = most()
    return limit === undefined ? Infinity : limit - lengthOf(text(), byLine())
  })
  const near = computed(() => rest.value >= 0 && rest.value <= (most() ?? 0) * (1 - NEAR))
  return {
    left: computed(() => (near.value ? t('parts.length.left', { n: rest.value }) : null)),
    over: computed(() => (rest.value < 0 ? t('parts.length.over', { most: most() ?? 0, n: -rest.value }) : null)),
  }
}
