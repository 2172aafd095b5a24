/** Knows what stands in the rail, in which order, and for whom: only what one's role may see. */
import type { Role } from '@/api/generated'
import { OPEN } from '@/issue/open'

export interface Stop {
  rail: string
  to: string
  group: 'work' | 'rules' | 'office'
  roles: readonly Role[]
  /** The action without which the page only refuses: of supervisors some have it, by their level. */
  may?: string
}

const READERS: readonly Role[] = ['inspector', 'unit_staff', 'supervisor', 'auditor']
const OVERSEERS: readonly Role[] = ['supervisor', 'auditor']
const OFFICE: readonly Role[] = ['supervisor', 'auditor', 'admin']

export const STOPS: readonly Stop[] = [
  { rail: 'board', to: '/', group: 'work', roles: ['unit_staff', 'supervisor', 'auditor'] },
  { rail: 'ledger', to: `/ledger?state=${OPEN}`, group: 'work', roles: READERS },
  { rail: 'alerts', to: '/alerts', group: 'work', roles: READERS },
  { rail: 'map', to: '/map', group: 'work', roles: READERS },
  { rail: 'projects', to: '/projects', group: 'work', roles: READERS },
  { rail: 'project-board', to: '/project-board', group: 'work', roles: ['unit_staff', 'supervisor', 'auditor'], may: 'figure.read' },
  { rail: 'targets', to: '/targets', group: 'work', roles: ['unit_staff', 'supervisor', 'auditor'] },
  { rail: 'rankings', to: '/rankings', group: 'work', roles: READERS },
  { rail: 'campaigns', to: '/campaigns', group: 'work', roles: READERS },
  { rail: 'complaints', to: '/complaints', group: 'work', roles: ['unit_staff', 'supervisor', 'auditor'], may: 'complaint.read' },
  { rail: 'matters', to: '/matters', group: 'work', roles: OVERSEERS },
  { rail: 'imports', to: '/imports', group: 'work', roles: OVERSEERS },
  { rail: 'rules', to: '/rules', group: 'rules', roles: OFFICE },
  { rail: 'calendar', to: '/calendar', group: 'rules', roles: OFFICE },
  { rail: 'organisation', to: '/organisation', group: 'office', roles: OFFICE },
  { rail: 'vacancies', to: '/vacancies', group: 'office', roles: OFFICE },
  { rail: 'devices', to: '/devices', group: 'office', roles: ['security', 'auditor'] },
  { rail: 'channels', to: '/channels', group: 'office', roles: ['supervisor', 'auditor', 'admin'], may: 'channel.read' },
  { rail: 'dead-letters', to: '/dead-letters', group: 'office', roles: ['supervisor', 'admin'], may: 'deadletter.read' },
  { rail: 'health', to: '/health', group: 'office', roles: ['supervisor', 'admin', 'security'], may: 'health.read' },
]

export const GROUPS = ['work', 'rules', 'office'] as const

/** What somebody with these roles, who may do this, finds there, of those whose pages there are. */
export function stopsFor(roles: readonly Role[], may: readonly string[], there: ReadonlySet<string>): Stop[] {
  return STOPS.filter((stop) => stop.roles.some((role) => roles.includes(role)) && there.has(stop.rail) && (stop.may === undefined || may.includes(stop.may)))
}

/** What a role is there for, where that does not stand first. */
const HOMES: Partial<Record<Role, string>> = { admin: 'organisation' }

/** The first page of a role: what it is there for, else what stands first of what it may see, which is the board for who reads issues. */
export function firstPage(role: Role, may: readonly string[], there: ReadonlySet<string>): string {
  const stops = stopsFor([role], may, there)
  return (stops.find(({ rail }) => rail === HOMES[role]) ?? stops[0])?.to ?? '/account'
}
