/** Knows in which terms two policies differ, each as people read it. */
import type { ObligationRule, Policy, Recipient, TimeLimit } from '@/api/generated'
import { dueText, lightText, recipientsText, scopeText, whenText, type Names, type Say } from '../reading/sentences'
import { termsOf } from '../reading/terms'

export interface Difference {
  /** What it is about, under a heading for people. */
  about: string
  kind: 'added' | 'removed' | 'changed'
  before: string | null
  after: string | null
}

/** How policies are told: by whom, and in which language. */
export interface Telling {
  names: Names
  english: boolean
  say: Say
}

export function differences(before: Policy, after: Policy, telling: Telling): Difference[] {
  const was = termsIn(before, telling)
  const now = termsIn(after, telling)
  return [...new Set([...was.keys(), ...now.keys()])].flatMap((about) => {
    const [old, fresh] = [was.get(about) ?? null, now.get(about) ?? null]
    if (old === fresh) return []
    return [{ about, kind: old === null ? ('added' as const) : fresh === null ? ('removed' as const) : ('changed' as const), before: old, after: fresh }]
  })
}

/** Every term of a policy by what it is about. */
function termsIn(policy: Policy, { names, english, say }: Telling): Map<string, string> {
  const called = (code: string): string => {
    const title = (policy.obligations[code] as ObligationRule | undefined)?.title
    return (english ? title?.en : title?.zh) ?? code
  }
  const steps = policy.ladder.map((step): [string, string] => {
    const by = step.channels?.length ? say('reading.channels', { list: step.channels.map((each) => say(`channel.${each}`)).join(say('join')) }) : ''
    const said = [called(step.obligation), whenText(step, say), lightText(policy, step.light, english, say), say(`instrument.${step.instrument}`), recipientsText(step.to, say), by]
    return [say('proposing.parts.step', { name: step.step }), said.filter(Boolean).join(' · ')]
  })
  const notices = Object.entries(policy.notices ?? {}) as [string, Recipient[]][]
  return new Map([
    [say('proposing.parts.title'), english ? policy.title.en : policy.title.zh],
    [say('proposing.parts.applies_to'), scopeText(policy.applies_to, names, say)],
    ...Object.entries(policy.obligations).map(([code, rule]): [string, string] => [say('proposing.parts.obligation', { name: called(code) }), clockText(rule as ObligationRule, names, say)]),
    ...steps,
    ...termsOf(policy, english, say).map(({ key, text }): [string, string] => [say(`reading.${key}`), text]),
    ...notices.map(([kind, to]): [string, string] => [say('proposing.parts.notice', { name: say(`notice.${kind}`) }), recipientsText(to, say)]),
  ])
}

function clockText(rule: ObligationRule, names: Names, say: Say): string {
  const triggers = (some: readonly string[] | undefined): string => (some ?? []).map((each) => say(`trigger.${each}`)).join(say('join'))
  const facts = [
    ['due', dueText(rule.due as { [severity: string]: TimeLimit }, rule.only?.severities ?? [], say)],
    ['starts', triggers(rule.starts)],
    ['done', triggers(rule.satisfied_by)],
    ['resumed', triggers(rule.resumed_by)],
    ['cancelled', triggers(rule.cancelled_by)],
    ['only', rule.only ? scopeText(rule.only, names, say) : ''],
  ]
  return facts.filter(([, text]) => text).map(([key, text]) => `${say(`reading.${key}`)} ${text}`).join(' · ')
}
