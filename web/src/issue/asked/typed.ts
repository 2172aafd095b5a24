/** Knows what was typed into the form of a command until the ledger has it: kept for its person in this tab, never sent by itself. */
import { reactive, watch } from 'vue'
import { forgetUnsent, keepUnsent, unsent } from '@/session/unsent'
import { nowMs } from '@/time/clock'
import type { Values } from '../commands/body'

interface Kept {
  at: number
  values: Values
}

export interface Typed {
  values: Values
  /** When what is shown was typed, where it comes from before; null where the form is new. */
  since: number | null
  forget: () => void
}

/** `first` is what the form begins with, however it was left. */
export function useTyped(who: string, serial: string, command: string, first: Values = {}): Typed {
  const form = `${serial} ${command}`
  const before = unsent<Kept>(who, form)
  const values = reactive<Values>({ ...before?.values, ...first })
  const stop = watch(values, (now) => keepUnsent(who, form, { at: nowMs(), values: now } satisfies Kept))
  const forget = (): void => {
    stop()
    forgetUnsent(who, form)
  }
  return { values, since: before?.at ?? null, forget }
}
