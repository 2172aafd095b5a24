/** Knows which of its two names a thing is called by on this page: Chinese where it has no other. */
import { useI18n } from 'vue-i18n'
import type { Language } from '@/time/words'

export interface Named {
  name_zh: string | null
  name_en?: string | null
}

export function nameIn(language: string, named: Named): string {
  return (language === 'en' ? named.name_en : null) ?? named.name_zh ?? ''
}

/** The page's language, and what things are called in it. */
export function useNamed(): { language: () => Language; nameOf: (named: Named) => string } {
  const { locale } = useI18n()
  return { language: () => (locale.value === 'en' ? 'en' : 'zh-CN'), nameOf: (named) => nameIn(locale.value, named) }
}
