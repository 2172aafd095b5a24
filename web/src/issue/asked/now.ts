/** Knows what is to be done on an issue now by the one who looks: one command, and the clock that it answers. */
import type { IssueView, MayView } from '@/api/generated'

export interface Now {
  command: string
  /** The clock that runs for it; null where none does. */
  due: string | null
}

type Standing = Pick<IssueView, 'state' | 'milestones' | 'measures' | 'percent' | 'instructions' | 'closure' | 'recheck' | 'extension_request' | 'suspension_request' | 'obligations' | 'unit_id'>

interface Rule {
  command: string
  clock: string | null
  when: (issue: Standing) => boolean
}

const always = (): boolean => true

/** The first that may be given and has cause; what a unit owes comes before what it may say. */
const RULES: readonly Rule[] = [
  { command: 'accept', clock: 'deploy', when: always },
  { command: 'assign', clock: 'deploy', when: always },
  { command: 'reply', clock: null, when: ({ instructions }) => instructions.length > 0 },
  { command: 'report-progress', clock: 'resolve', when: ({ state }) => state === 'returned' },
  { command: 'file-plan', clock: 'feedback', when: ({ milestones }) => milestones.length === 0 },
  { command: 'report-progress', clock: 'feedback', when: ({ measures }) => measures === null },
  { command: 'request-closure', clock: 'resolve', when: always },
  { command: 'record-recheck', clock: 'verify', when: ({ closure, recheck }) => closure !== null && recheckOf(closure, recheck) === null },
  { command: 'approve-closure', clock: 'verify', when: ({ closure }) => closure !== null },
  { command: 'return-closure', clock: 'verify', when: ({ closure }) => closure !== null },
  { command: 'approve-extension', clock: null, when: ({ extension_request }) => extension_request !== null },
  { command: 'suspend', clock: null, when: ({ suspension_request }) => suspension_request !== null },
]

/** What was seen before closure was asked for says nothing of it. */
function recheckOf(closure: NonNullable<Standing['closure']>, recheck: Standing['recheck']): Standing['recheck'] {
  return recheck && recheck.at >= closure.requested_at ? recheck : null
}

function dueOf({ obligations }: Standing, clock: string | null): string | null {
  return obligations.find(({ code, ended_at }) => code === clock && ended_at === null)?.due_at ?? null
}

export function nowOf(issue: Standing, may: readonly MayView[]): Now | null {
  const ok = new Set(may.filter((one) => one.ok).map(({ command }) => command))
  const rule = RULES.find(({ command, when }) => ok.has(command) && when(issue))
  if (!rule) return null
  const due = dueOf(issue, rule.clock) ?? (rule.command === 'reply' ? (issue.instructions[0]?.due_at ?? null) : null)
  return { command: rule.command, due }
}

/** The command that answers a tray of the inbox; what is to be judged is looked at first. */
const OF_TRAY: Readonly<Record<string, string>> = { sign: 'accept', plan: 'file-plan', report: 'report-progress', triage: 'assign' }

/** What is to be done with a line of a tray; null: look at the issue. */
export function ofTray(what: string): string | null {
  return OF_TRAY[what] ?? null
}
