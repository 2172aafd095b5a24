/** Knows a simulation under way: one at a time, stopped when its reader says so, and of what its outcome is. */
import { onScopeDispose, reactive } from 'vue'
import { ask } from '@/api/ask'
import type { SimulationView } from '@/api/generated'

export interface Asked {
  text: string
  against: string | null
  region: string | null
  from: string
  to: string
}

export interface Simulating {
  readonly running: boolean
  readonly seconds: number
  readonly outcome: SimulationView | null
  readonly error: unknown
  /** Of what the outcome is. */
  readonly of: Asked | null
  run: (asked: Asked) => Promise<void>
  stop: () => void
}

const SECOND_MS = 1000

export function useSimulating(asks: typeof ask = ask): Simulating {
  let stopper: AbortController | null = null
  const state = reactive({ running: false, seconds: 0, outcome: null as SimulationView | null, error: null as unknown, of: null as Asked | null })

  async function run(asked: Asked): Promise<void> {
    stop()
    const mine = (stopper = new AbortController())
    Object.assign(state, { running: true, seconds: 0, error: null })
    const timer = setInterval(() => (state.seconds += 1), SECOND_MS)
    try {
      const { text, against, region, from, to } = asked
      const body = { text, ...(against && { against }), ...(region && { region }), from, to }
      const outcome = await asks<SimulationView>('/v1/policies/simulate', { method: 'POST', body, signal: mine.signal })
      Object.assign(state, { outcome, of: { ...asked } })
    } catch (error) {
      if (!mine.signal.aborted) state.error = error
    } finally {
      clearInterval(timer)
      if (stopper === mine) Object.assign(state, { running: false })
    }
  }

  function stop(): void {
    stopper?.abort()
    stopper = null
    state.running = false
  }

  onScopeDispose(stop)
  return Object.assign(state, { run, stop }) as Simulating
}

/** Whether an outcome is of what is asked now. */
export function isOf(one: Asked | null, other: Asked): boolean {
  return one !== null && JSON.stringify(one) === JSON.stringify(other)
}
