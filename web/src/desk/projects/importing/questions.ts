/** Knows how a table of projects is sent: judged anew at every change, brought in, its faulty rows fetched, taken back. */
import { useMutation, useQueryClient, type UseMutationReturnType } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { ask, streamed } from '@/api/ask'
import type { FiguresUndone, FigureTableJudged } from '@/api/generated'
import { base64Of } from '@/parts/files/base64'
import { withoutRemembered, type Said } from './said'

const TABLE = '/v1/figures/table'
const PAUSE_MS = 400
export const MOST_BYTES = 10 * 1024 * 1024

export interface Table {
  filename: Ref<string | null>
  said: ShallowRef<Said>
  /** The last answer; it stays while another is awaited. */
  judged: ShallowRef<FigureTableJudged | null>
  error: ShallowRef<unknown>
  /** An answer to what is said now is awaited. */
  busy: Ref<boolean>
  /** What may come in is being written. */
  keeping: Ref<boolean>
  /** It is read as its template was last, which nobody said of this file. */
  remembered: Ref<boolean>
  /** What is shown answers what is said now. */
  isSettled: ComputedRef<boolean>
  take: (file: File) => Promise<void>
  say: (said: Said) => void
  again: () => Promise<void>
  keep: () => Promise<boolean>
  faults: () => Promise<Blob>
  forget: () => void
}

export function useTable(): Table {
  const filename = ref<string | null>(null)
  const said = shallowRef<Said>({})
  const judged = shallowRef<FigureTableJudged | null>(null)
  const error = shallowRef<unknown>(null)
  const [busy, keeping, remembered] = [ref(false), ref(false), ref(false)]
  let content = ''
  let isFirst = true
  let underway = new AbortController()
  let waiting: ReturnType<typeof setTimeout> | undefined

  /** What was asked before is not waited for: only the last answer is shown. */
  function begin(): AbortSignal {
    clearTimeout(waiting)
    underway.abort()
    underway = new AbortController()
    busy.value = true
    return underway.signal
  }

  const sent = (): { filename: string; content: string; mapping: Said; remembered: boolean } => ({ filename: filename.value ?? '', content, mapping: said.value, remembered: isFirst })

  /** How its template was read last is told once; from then on it is what is said. */
  function adopt({ mapping }: FigureTableJudged): void {
    remembered.value = Object.keys(withoutRemembered(mapping)).length < Object.keys(mapping).length && Object.keys(said.value).length === 0
    said.value = mapping
    isFirst = false
  }

  async function work(signal: AbortSignal, keep: boolean): Promise<boolean> {
    try {
      const came = await ask<FigureTableJudged>(TABLE, { method: 'POST', body: { ...sent(), keep }, signal })
      if (signal.aborted) return false
      if (isFirst) adopt(came)
      judged.value = came
      error.value = null
      return true
    } catch (problem) {
      if (!signal.aborted) error.value = problem
      return false
    } finally {
      if (!signal.aborted) busy.value = false
    }
  }

  async function again(): Promise<void> {
    await work(begin(), false)
  }

  function forget(): void {
    begin()
    busy.value = false
    filename.value = null
    said.value = {}
    isFirst = true
    remembered.value = false
    judged.value = null
    error.value = null
    content = ''
  }

  onScopeDispose(forget)

  return {
    filename,
    said,
    judged,
    error,
    busy,
    keeping,
    remembered,
    isSettled: computed(() => !busy.value && error.value === null && judged.value !== null),
    async take(file) {
      forget()
      filename.value = file.name
      const signal = begin()
      try {
        const bytes = await base64Of(file)
        if (signal.aborted) return
        content = bytes
      } catch (problem) {
        if (!signal.aborted) [error.value, busy.value] = [problem, false]
        return
      }
      await work(signal, false)
    },
    say(now) {
      said.value = now
      const signal = begin()
      waiting = setTimeout(() => void work(signal, false), PAUSE_MS)
    },
    again,
    async keep() {
      keeping.value = true
      const isKept = await work(begin(), true)
      keeping.value = false
      return isKept
    },
    faults: async () => (await streamed(`${TABLE}/faults`, { method: 'POST', body: sent() })).blob(),
    forget,
  }
}

/** Takes back what a file brought in. */
export function useUndoing(): UseMutationReturnType<FiguresUndone, Error, string, unknown> {
  return useMutation({ mutationFn: (sha256: string) => ask<FiguresUndone>('/v1/figures/undo', { method: 'POST', body: { sha256 } }) })
}

/** Boards, rankings and lists all count figures: each is asked again when it is looked at. */
export function useCountedAnew(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries()
}
