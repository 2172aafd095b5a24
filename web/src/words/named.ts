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

/** What is said in Chinese, or in English where the page is and somebody said it so. */
export function eitherIn(language: string, chinese: string, english: string | null | undefined): string {
  return (language === 'en' ? english : null) ?? chinese
}

/** What is said of a thing in both languages, by the field that says it: `title` is `title_zh`, or `title_en` where there is one. */
export function saidIn<Field extends string, One extends { readonly [Key in `${Field}_zh`]?: unknown }>(language: string, one: One, field: Field): One[`${Field}_zh`] {
  const english = language === 'en' ? (one as Record<string, unknown>)[`${field}_en`] : null
  return (english ?? one[`${field}_zh`]) as One[`${Field}_zh`]
}

interface Naming {
  language: () => Language
  nameOf: (named: Named) => string
  either: (chinese: string, english: string | null | undefined) => string
  saidOf: <Field extends string, One extends { readonly [Key in `${Field}_zh`]?: unknown }>(one: One, field: Field) => One[`${Field}_zh`]
}

/** The page's language, and what things are called in it. */
export function useNamed(): Naming {
  const { locale } = useI18n()
  return {
    language: () => (locale.value === 'en' ? 'en' : 'zh-CN'),
    nameOf: (named) => nameIn(locale.value, named),
    either: (chinese, english) => eitherIn(locale.value, chinese, english),
    saidOf: (one, field) => saidIn(locale.value, one, field),
  }
}
