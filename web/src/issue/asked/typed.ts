/** Knows what was typed into the form of a command until the ledger has it: kept for its person in this tab, never sent by itself. */
import { reactive, watch } from 'vue'
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

function read(key: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null
  } catch {
    return null
  }
}

/** `first` is what the form begins with, however it was left. */
export function useTyped(who: string, serial: string, command: string, first: Values = {}): Typed {
  const key = `xiaohao.typed ${who} ${serial} ${command}`
  const before = read(key)
  const values = reactive<Values>({ ...before?.values, ...first })
  const stop = watch(values, (now) => {
    try {
      sessionStorage.setItem(key, JSON.stringify({ at: nowMs(), values: now } satisfies Kept))
    } catch {
      // No room: the form itself still has it.
    }
  })
  const forget = (): void => {
    stop()
    sessionStorage.removeItem(key)
  }
  return { values, since: before?.at ?? null, forget }
}
