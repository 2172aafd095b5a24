/** Knows the two languages of the pages: Chinese first; each room keeps its own words in `<room>/words/<language>.json`. */
import { createI18n, type I18n } from 'vue-i18n'
import type { Language } from '@/time/words'
import { reading } from './sentences'

type Words = Record<string, unknown>
/** vue-i18n in its composition form. */
export type Speaking = I18n<Record<string, unknown>, Record<string, unknown>, Record<string, unknown>, string, false>
/** What `import.meta.glob('…/words/*.json', { eager: true, import: 'default' })` gives. */
export type WordFiles = Record<string, Words>

const KEPT_AS = 'xiaohao.language'

export function languageOf(path: string): Language {
  return path.endsWith('/en.json') ? 'en' : 'zh-CN'
}

/** All rooms' words as one table a language: each file has one top-level key, its room's name. */
export function gathered(...files: WordFiles[]): Record<Language, Words> {
  const all: Record<Language, Words> = { 'zh-CN': {}, en: {} }
  for (const [path, words] of files.flatMap((some) => Object.entries(some))) Object.assign(all[languageOf(path)], words)
  return all
}

export function chosenLanguage(): Language {
  try {
    const kept = localStorage.getItem(KEPT_AS)
    if (kept === 'en' || kept === 'zh-CN') return kept
  } catch {
    // A browser that keeps nothing speaks its own language.
  }
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

/** Remember on this device in which language one reads; the page's own `locale` is the caller's to set. */
export function keepLanguage(language: Language): void {
  document.documentElement.lang = language
  try {
    localStorage.setItem(KEPT_AS, language)
  } catch {
    // Not kept: this page speaks it all the same.
  }
}

export function createWords(...files: WordFiles[]): Speaking {
  const locale = chosenLanguage()
  document.documentElement.lang = locale
  return createI18n({ legacy: false, locale, fallbackLocale: 'zh-CN', messageCompiler: reading, messages: gathered(...files) as never }) as unknown as Speaking
}
