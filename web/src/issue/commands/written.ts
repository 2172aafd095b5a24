/** Knows what every form of a command gives to its dialog. */
import type { Body } from '../asked/giving'

export interface Written {
  body: Body
  /** What is still to be filled in, in words. */
  missing: string[]
  /** Nothing of it comes from a person yet: there is nothing to keep. */
  untouched?: boolean
}

export const NOTHING_WRITTEN: Written = { body: {}, missing: [] }
