/** Knows that some things ask for one's password again: what was asked for waits, and is done after it. */
import { shallowRef, type ShallowRef } from 'vue'
import { ask } from '@/api/ask'
import { hasSlug } from '@/api/problem'

export interface Stepping {
  /** What waits for the password; null where nothing does. */
  waiting: ShallowRef<(() => Promise<void>) | null>
  /** Do it, or let it wait for the password. */
  attempt: (work: () => Promise<void>) => Promise<void>
  /** The password, and then what waited. Throws Problem where the password is wrong. */
  prove: (password: string) => Promise<void>
  /** Leave it undone. */
  forget: () => void
}

export function useStepping(): Stepping {
  const waiting = shallowRef<(() => Promise<void>) | null>(null)

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!hasSlug(error, 'step-up-needed')) throw error
      waiting.value = work
    }
  }

  async function prove(password: string): Promise<void> {
    const work = waiting.value
    await ask('/v1/step-up', { method: 'POST', body: { password } })
    waiting.value = null
    await work?.()
  }

  return { waiting, attempt, prove, forget: () => void (waiting.value = null) }
}
