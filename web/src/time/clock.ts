/** Knows the server's time: the browser's clock is never believed, only how long ago the server told its own. */
import { computed, onScopeDispose, readonly, ref, type ComputedRef } from 'vue'

/** Milliseconds that the ledger's clock is ahead of `performance.now()`; null until an answer came. */
let ahead: number | null = null
const known = ref(false)
const ticks = ref(0)

/** An answer said what time it is (RFC 3339). */
export function heard(time: string | null): void {
  const told = time ? Date.parse(time) : Number.NaN
  if (Number.isNaN(told)) return
  ahead = told - performance.now()
  known.value = true
  ticks.value += 1
}

/** Milliseconds since 1970 by the ledger's clock; by the device's own only until the server was heard. */
export function nowMs(): number {
  return ahead === null ? Date.now() : performance.now() + ahead
}

/** Whether any answer has told the time since this page was opened. */
export const clockKnown = readonly(known)

const TICK_MS = 1000

/** Now, moving on every `everyMs`, for as long as the component lives. */
export function useNow(everyMs = TICK_MS): ComputedRef<number> {
  const beat = ref(0)
  const timer = setInterval(() => (beat.value += 1), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return computed(() => (beat.value >= 0 && ticks.value >= 0 ? nowMs() : 0))
}
