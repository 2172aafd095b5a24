/** Knows what was typed into a form until the ledger has it: kept on this phone for its person, never sent by itself. */
import { reactive, watch } from 'vue'
import type { Values } from '@/issue/commands/body'
import { nowMs } from '@/time/clock'
import { person } from '../../device/person'

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

export function useTyped(serial: string, command: string): Typed {
  const key = `xiaohao.typed ${person.value?.id ?? ''} ${serial} ${command}`
  const before = read(key)
  const values = reactive<Values>({ ...before?.values })
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
