/** Knows how a figure is given: checked here, judged by the ledger where there is a line, asked about where it is odd, then sent. */
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { ask } from '@/api/ask'
import type { FigureToJudge, FigureView, JudgedFigures, JudgedView } from '@/api/generated'
import { Problem } from '@/api/problem'
import { nowMs } from '@/time/clock'
import { isoDay } from '@/time/words'
import { besideMonth, type Beside } from '../months'
import { faultsOf, figureOf, type Entry, type Faults, type Field } from './entry'
import { askedAbout, oddOf } from './odd'

/** Where the ledger's word for a field stands in the form; what has no place there is said of all. */
const PLACES: Readonly<Record<string, Field>> = {
  month: 'month', plan_year: 'plan', done_year: 'done', progress: 'progress', stage: 'stage', kind: 'kind', started_on: 'started', due_start: 'due',
  due_complete: 'complete', due_produce: 'produce', leader: 'leader', plan_months: 'path', note: 'note',
}

export type Told = Partial<Record<Field | 'all', string>>

/** What the ledger would refuse, in its own sentence (`中文 / English`), at its field. */
export function toldOf({ verdict, field, reason }: JudgedView): Told {
  return verdict === 'fault' || verdict === 'conflict' ? { [PLACES[field] ?? 'all']: reason } : {}
}

export interface Project {
  code: string
  unitId: string | null
  figures: readonly FigureView[]
}

export interface Giving {
  beside: ComputedRef<Beside>
  faults: ComputedRef<Faults>
  told: ShallowRef<Told>
  /** What is odd, where it is asked about. */
  odd: ShallowRef<readonly string[]>
  asking: Ref<boolean>
  same: Ref<boolean>
  busy: Ref<boolean>
  error: ShallowRef<unknown>
  press: () => Promise<void>
  confirm: () => Promise<void>
}

const UNKNOWN_CALLER = 401
const NO_FAULT_OF_OURS = 500

/** Null where there is no line, or nobody is signed in: whatever sends the figure then says so, and keeps it. */
async function judged(figure: FigureToJudge): Promise<JudgedView | null> {
  try {
    return (await ask<JudgedFigures>('/v1/figures', { method: 'POST', query: { dry_run: true }, body: figure })).items[0] ?? null
  } catch (error) {
    if (error instanceof Problem && error.status !== UNKNOWN_CALLER && error.status < NO_FAULT_OF_OURS) throw error
    return null
  }
}

export function useGiving(entry: Ref<Entry>, project: () => Project, send: (figure: FigureToJudge) => Promise<void>): Giving {
  const tried = ref(false)
  const [busy, asking, same] = [ref(false), ref(false), ref(false)]
  const [told, odd, error] = [shallowRef<Told>({}), shallowRef<readonly string[]>([]), shallowRef<unknown>(null)]
  const beside = computed(() => besideMonth(project().figures, entry.value.month))
  const found = computed(() => faultsOf(entry.value, isoDay(nowMs()), beside.value.before))
  const figure = (): FigureToJudge => figureOf(entry.value, beside.value, project().code, project().unitId)
  watch(entry, () => ([told.value, same.value] = [{}, false]), { deep: true })

  async function work(step: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    error.value = null
    await step().catch((trouble: unknown) => (error.value = trouble))
    busy.value = false
  }

  async function look(): Promise<void> {
    const verdict = await judged(figure())
    told.value = verdict ? toldOf(verdict) : {}
    same.value = verdict?.verdict === 'same'
    if (same.value || Object.keys(told.value).length > 0) return
    odd.value = askedAbout(oddOf(entry.value, beside.value.before), verdict?.flags ?? [])
    if (odd.value.length > 0) asking.value = true
    else await send(figure())
  }

  return {
    beside, told, odd, asking, same, busy, error,
    faults: computed(() => (tried.value ? found.value : {})),
    press: async () => {
      tried.value = true
      if (Object.keys(found.value).length === 0) await work(look)
    },
    confirm: () => {
      asking.value = false
      return work(() => send(figure()))
    },
  }
}
