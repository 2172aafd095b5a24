/** Knows how the phone speaks: its English is among the pages that are kept. */
import { speaking } from '@/words/learning'

export const { learn, speak } = speaking(() => import('./english'))
