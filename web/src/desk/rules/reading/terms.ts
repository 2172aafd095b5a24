/** Knows what a policy says besides its clocks, each under its heading, as people read it. */
import type { Policy } from '@/api/generated'
import { countsWorkingDays, lightText, spanText, type Say } from './sentences'

export interface Term {
  key: 'days' | 'quiet' | 'transfer' | 'extension' | 'suspension' | 'withdrawal'
  text: string
}

export function termsOf(policy: Policy, english: boolean, say: Say): Term[] {
  const { extension, suspension } = policy.approvals ?? {}
  const within = policy.withdrawal?.within
  const terms: Term[] = [
    { key: 'days', text: say(countsWorkingDays(policy) ? 'reading.working' : 'reading.natural', { zone: policy.time_zone }) },
    { key: 'quiet', text: quiet(policy, english, say) },
    { key: 'transfer', text: say(`reading.${policy.on_transfer ?? 'keep'}`) },
    { key: 'extension', text: extension?.longest ? say('reading.extension_text', { level: say(`level.${extension.level}`), n: extension.at_most, span: spanText(extension.longest, say) }) : '' },
    { key: 'suspension', text: suspension?.longest ? say('reading.suspension_text', { level: say(`level.${suspension.level}`), span: spanText(suspension.longest, say) }) : '' },
    { key: 'withdrawal', text: within ? say('reading.withdrawal_text', { span: spanText(within, say) }) : '' },
  ]
  return terms.filter(({ text }) => text)
}

function quiet(policy: Policy, english: boolean, say: Say): string {
  const hours = policy.quiet_hours
  if (!hours) return ''
  const lights = hours.lights.map((light) => lightText(policy, light, english, say)).join(say('join'))
  return say('reading.quiet_text', { from: hours.from.slice(0, 5), to: hours.to.slice(0, 5), lights })
}
