/** Knows the English words of all that the desk shows, as one part of its pages that only readers of English fetch. */
import type { WordFiles } from '@/words/words'

export const files: WordFiles[] = [
  import.meta.glob('./**/words/en.json', { eager: true, import: 'default' }),
  import.meta.glob(['../parts/words/en.json', '../session/**/words/en.json', '../issue/**/words/en.json', '../figures/words/en.json', '../time/words/en.json'], { eager: true, import: 'default' }),
]
