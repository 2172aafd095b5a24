/** Knows the tabs at the foot of a phone: what each role goes to all day, of those whose pages there are. */
import type { Role } from '@/api/generated'
import { OPEN } from '@/issue/open'

export interface Tab {
  key: string
  to: string
}

const REPORTING = ['today', 'report', 'outbox', 'mine'] as const
const ANSWERING = ['today', 'issues', 'alerts', 'mine'] as const

const PLACES: Readonly<Record<string, string>> = { today: '/', issues: `/issues?state=${OPEN}` }

/** An inspector reports; everybody else answers for issues. */
export function tabsFor(role: Role, there: ReadonlySet<string>): Tab[] {
  const keys = role === 'inspector' ? REPORTING : ANSWERING
  return keys.filter((key) => there.has(key)).map((key) => ({ key, to: PLACES[key] ?? `/${key}` }))
}
