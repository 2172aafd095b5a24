/** Knows how a door speaks: Chinese at once; English when somebody reads it, from a part of the pages of its own. */
import type { Language } from '@/time/words'
import { gathered, keepLanguage, type WordFiles } from './words'

export type Learn = (language: Language, words: Record<string, unknown>) => void

interface Speaking {
  /** Have the words of a language before it is spoken. */
  learn: (language: Language, into: Learn) => Promise<void>
  /** Have them, and remember on this device that it is spoken. */
  speak: (language: Language, into: Learn) => Promise<void>
}

/** `english` fetches a door's English words. */
export function speaking(english: () => Promise<{ files: WordFiles[] }>): Speaking {
  async function learn(language: Language, into: Learn): Promise<void> {
    if (language === 'en') into('en', gathered(...(await english()).files).en)
  }
  async function speak(language: Language, into: Learn): Promise<void> {
    await learn(language, into)
    keepLanguage(language)
  }
  return { learn, speak }
}
