/** Knows how what was seen on a site becomes commands: an issue struck off, or its closure sent back with a reason for each line. */
import type { MayView } from '@/api/generated'
import type { Values } from '@/issue/commands/body'
import { isTooLong, TEXT } from '@/words/length'
import type { Place } from '../../report/writing/forms'

/** What is written of the place goes into the note. */
export const NOTE = TEXT - 200

export type Answer = 'pass' | 'return'

export interface Line {
  kind: string
  name: string
}

export interface Step {
  command: 'record-recheck' | 'approve-closure' | 'return-closure'
  body: Record<string, unknown>
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
export const whyOf = (kind: string): string => `why ${kind}`
export const placeOf = (values: Values): Place | null => (values['place'] as Place | undefined) ?? null

/** One reason for each line that has one, by its name, then what is said besides. */
export function reasonsOf(lines: readonly Line[], values: Values): string[] {
  const named = lines.map(({ kind, name }) => [name, text(values[whyOf(kind)])] as const).filter(([, why]) => why !== '')
  return [...named.map(([name, why]) => `${name}：${why}`), text(values['other'])].filter(Boolean)
}

export type Lack = 'verdict' | 'grade' | 'reasons' | 'shorter'

export function lacksOf(lines: readonly Line[], values: Values): Lack[] {
  const lacks: Lack[] = []
  if (!values['verdict']) lacks.push('verdict')
  if (values['verdict'] === 'pass' && !values['grade']) lacks.push('grade')
  const reasons = values['verdict'] === 'return' ? reasonsOf(lines, values) : ['']
  if (reasons.length === 0) lacks.push('reasons')
  if (reasons.some((reason) => isTooLong(reason, TEXT)) || isTooLong(text(values['note']), NOTE)) lacks.push('shorter')
  return lacks
}

/** Why this answer may not be given; a recheck that is awaited without a visit is the look that is taken now. */
export function refusalOf(answer: Answer, may: readonly MayView[]): MayView | null {
  const one = may.find(({ command }) => command === (answer === 'pass' ? 'approve-closure' : 'return-closure'))
  return !one || one.ok || (answer === 'pass' && looksFirst(one, may)) ? null : one
}

function looksFirst(one: MayView, may: readonly MayView[]): boolean {
  return one.missing.recheck === 'solved' && may.some(({ command, ok }) => command === 'record-recheck' && ok)
}

/** What is given, in this order; `where` says in words where one stood. */
export function stepsOf(lines: readonly Line[], values: Values, may: readonly MayView[], where: string): Step[] {
  const note = [text(values['note']), where].filter(Boolean).join('\n')
  const shown = { ...(note && { note }), attachments: (values['attachments'] as string[] | undefined) ?? [] }
  if (values['verdict'] === 'return') return [{ command: 'return-closure', body: { reasons: reasonsOf(lines, values), ...shown } }]
  const approved: Step = { command: 'approve-closure', body: { grade: values['grade'], ...shown } }
  const one = may.find(({ command }) => command === 'approve-closure')
  if (!one || one.ok || !looksFirst(one, may)) return [approved]
  return [{ command: 'record-recheck', body: { result: 'solved', on_site: false, ...shown } }, approved]
}
