/** Knows how the terms of a policy read to people: lengths of time, moments of steps, who is told. */
import type { Policy, Recipient, Scope, Span, Step, TimeLimit } from '@/api/generated'

/** `t` of vue-i18n, with the room's name before its keys. */
export type Say = (key: string, named?: Record<string, unknown>, plural?: number) => string

const UNITS = ['months', 'days', 'working_days', 'hours', 'minutes'] as const

export function spanText(span: Span | TimeLimit, say: Say): string {
  const parts = UNITS.flatMap((unit) => (span[unit] ? [say(`span.${unit}`, { n: span[unit] }, span[unit])] : []))
  const text = parts.length === 0 ? say('span.none') : parts.join(say('span.join'))
  return 'or_next_working_day' in span && span.or_next_working_day ? say('span.or_next', { span: text }) : text
}

/** How long a clock runs: one limit for all, or one for each severity. */
export function dueText(due: { [severity: string]: TimeLimit }, severities: readonly string[], say: Say): string {
  const limits = Object.entries(due)
    .filter(([severity]) => severities.length === 0 || severities.includes(severity))
    .map(([severity, limit]) => ({ severity, text: spanText(limit, say) }))
  if (new Set(limits.map(({ text }) => text)).size === 1) return limits[0]?.text ?? ''
  return limits.map(({ severity, text }) => `${say(`severity.${severity}`)} ${text}`).join(say('clause'))
}

/** When a step falls due, and whether it comes again. */
export function whenText(step: Step, say: Say): string {
  const said = [first(step, say)]
  if (step.repeat) {
    said.push(say('whens.every', { span: spanText(step.repeat.every, say) }))
    if (step.repeat.at_most) said.push(say('whens.at_most', { n: step.repeat.at_most }))
    if (step.repeat.until) said.push(say('whens.until', { span: spanText(step.repeat.until, say) }))
  }
  if (step.again_if_idle) said.push(say('whens.idle', { span: spanText(step.again_if_idle, say) }))
  return said.join(say('clause'))
}

function first(step: Step, say: Say): string {
  if (step.before) return say('whens.before', { span: spanText(step.before, say) })
  if (step.after) return say('whens.after', { span: spanText(step.after, say) })
  if (step.needs && step.lapse) return say('whens.lapse', { step: step.needs, span: spanText(step.lapse, say) })
  return say('whens.due')
}

export function recipientsText(to: readonly Recipient[], say: Say): string {
  return to.length === 0 ? say('to.named') : to.map((each) => recipientText(each, say)).join(say('join'))
}

function recipientText(to: Recipient, say: Say): string {
  if (to.post === 'supervisor') return say('to.supervisor', { level: say(`level.${to.level}`) })
  return say(to.of === 'supporting' ? 'to.supporting' : `to.${to.post}`)
}

/** The word of a light: everybody's, or the policy's own. */
export function lightText(policy: Policy, light: string, english: boolean, say: Say): string {
  const own = policy.lights?.[light] as { zh: string; en: string } | undefined
  if (own) return english ? own.en : own.zh
  return ['green', 'yellow', 'red', 'blue', 'orange'].includes(light) ? say(`light.${light}`) : light
}

export interface Names {
  region: (code: string) => string
  category: (code: string) => string
}

/** For which issues something holds. */
export function scopeText(scope: Scope | undefined, names: Names, say: Say): string {
  const parts = [
    (scope?.categories ?? []).map(names.category).join(say('join')),
    (scope?.severities ?? []).map((each) => say(`severity.${each}`)).join(say('join')),
    (scope?.regions ?? []).map(names.region).join(say('join')),
    typeof scope?.works_stopped === 'boolean' ? say(scope.works_stopped ? 'stopped' : 'not_stopped') : '',
  ].filter(Boolean)
  return parts.length === 0 ? say('everything') : parts.join(' · ')
}

/** Whether any time in it is counted in working days. */
export function countsWorkingDays(policy: Policy): boolean {
  return JSON.stringify([policy.obligations, policy.ladder]).match(/"working_days":[1-9]|"or_next_working_day":true/) !== null
}
