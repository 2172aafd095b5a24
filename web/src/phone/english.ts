/** Knows the English words of all that the phone shows, as one part of its pages that only readers of English fetch at once. */
import type { WordFiles } from '@/words/words'

export const files: WordFiles[] = [
  import.meta.glob('./**/words/en.json', { eager: true, import: 'default' }),
  import.meta.glob(['../parts/words/en.json', '../session/**/words/en.json', '../issue/**/words/en.json', '../figures/words/en.json', '../time/words/en.json'], { eager: true, import: 'default' }),
]
