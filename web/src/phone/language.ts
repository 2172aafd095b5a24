/** Knows how the phone speaks: Chinese at once; English when somebody reads it, from the pages that are kept. */
import type { Language } from '@/time/words'
import { gathered, keepLanguage } from '@/words/words'

type Learn = (language: Language, words: Record<string, unknown>) => void

/** Have the words of a language before it is spoken. */
export async function learn(language: Language, into: Learn): Promise<void> {
  if (language !== 'en') return
  const { files } = await import('./english')
  into('en', gathered(...files).en)
}

export async function speak(language: Language, into: Learn): Promise<void> {
  await learn(language, into)
  keepLanguage(language)
}
