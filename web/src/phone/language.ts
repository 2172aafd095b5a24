/** Knows how the phone speaks: its English is kept with the pages by those who read it. */
import { speaking } from '@/words/learning'
import type { WordFiles } from '@/words/words'

/** Have the worker keep the words that are read here, for the day without network. */
async function keepEnglish(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const { active } = await navigator.serviceWorker.ready
  active?.postMessage('english')
}

async function english(): Promise<{ files: WordFiles[] }> {
  const words = await import('./english')
  void keepEnglish()
  return words
}

export const { learn, speak } = speaking(english)
