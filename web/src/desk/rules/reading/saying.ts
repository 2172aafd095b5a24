/** Knows the words of this room for the functions that make sentences, and what regions and categories are called. */
import { useI18n } from 'vue-i18n'
import { useNamed } from '@/words/named'
import { useRegions } from '../../scope/scope'
import { useCategories } from '../questions'
import type { Names, Say } from './sentences'

export function useSaying(): { say: Say; names: Names; english: () => boolean } {
  const { t, locale } = useI18n()
  const { nameOf } = useNamed()
  const { regions } = useRegions()
  const categories = useCategories()
  const say: Say = (key, named = {}, plural = 1) => t(`rules.${key}`, named, plural)
  const named = (found: { name_zh: string; name_en?: string | null } | undefined, code: string): string => (found ? nameOf(found) : code)
  return {
    say,
    names: { region: (code) => named(regions.value.get(code), code), category: (code) => named(categories.value.get(code), code) },
    english: () => locale.value === 'en',
  }
}
