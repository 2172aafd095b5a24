/** Knows which door and which first page somebody is meant for, by role and by how wide the screen is. */
import type { Role } from '@/api/generated'

export type Door = 'm' | 'd'

const NARROW_PX = 760

/** Phones for who stands on sites, desks for who sits at them; a unit's people and supervisors by what they hold. */
export function doorOf(role: Role, width: number): Door {
  if (role === 'inspector') return 'm'
  if (role === 'admin' || role === 'security' || role === 'auditor') return 'd'
  return width < NARROW_PX ? 'm' : 'd'
}

/** Where one goes on to after signing in: what was asked for, if it is a page of ours; else the door's first page. */
export function onwards(to: string | null, role: Role, width: number): string {
  if (to !== null && /^\/[md]\/(?![/\\])/.test(to)) return to
  return `/${doorOf(role, width)}/`
}
