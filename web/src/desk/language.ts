/** Knows how the desk speaks. */
import { speaking } from '@/words/learning'

export const { learn, speak } = speaking(() => import('./english'))
