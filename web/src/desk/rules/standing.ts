/** Knows how each version of the rules stands now: in force, to come, replaced by another, or never adopted. */
import type { PolicyLine, Scope } from '@/api/generated'
import { stem } from '../scope/scope'

export type State = 'in_force' | 'coming' | 'replaced' | 'kept'

export interface Standing {
  line: PolicyLine
  key: string
  state: State
  /** The version that took its place. */
  by: string | null
}

export function keyOf(line: { name: string; version: number }): string {
  return `${line.name}@${line.version}`
}

/** Each version with its state, those of one name together, the newest first. */
export function standings(lines: readonly PolicyLine[], now: number): Standing[] {
  const holding = lines.filter((line) => line.adopted && since(line) <= now)
  return [...lines]
    .sort((one, other) => one.name.localeCompare(other.name) || other.version - one.version)
    .map((line) => {
      const after = holding.filter((other) => other !== line && isLater(other, line) && covers(other.applies_to, line.applies_to)).sort((one, other) => (isLater(one, other) ? -1 : 1))[0]
      if (!line.adopted) return { line, key: keyOf(line), state: 'kept', by: null }
      if (since(line) > now) return { line, key: keyOf(line), state: 'coming', by: null }
      return after ? { line, key: keyOf(line), state: 'replaced', by: keyOf(after) } : { line, key: keyOf(line), state: 'in_force', by: null }
    })
}

/** The version in whose place a new one of this scope would stand. */
export function replacedBy(applies: Scope, lines: readonly PolicyLine[], now: number): string | null {
  return standings(lines, now).find(({ state, line }) => state === 'in_force' && covers(applies, line.applies_to) && covers(line.applies_to, applies))?.key ?? null
}

/** The next free number of a policy's name. */
export function nextVersion(name: string, lines: readonly PolicyLine[]): number {
  return 1 + Math.max(0, ...lines.filter((line) => line.name === name).map((line) => line.version))
}

function since(line: PolicyLine): number {
  return line.holds_from === null ? Number.NEGATIVE_INFINITY : Date.parse(line.holds_from)
}

function isLater(one: PolicyLine, other: PolicyLine): boolean {
  return since(one) === since(other) ? one.version > other.version : since(one) > since(other)
}

/** Whether one goes before the other wherever that holds: a scope of its own goes before none, so each sort is alone. */
export function covers(one: Scope, other: Scope): boolean {
  if (isAll(one) !== isAll(other)) return false
  return (
    holds(one.categories, other.categories, (a, b) => a === b) &&
    holds(one.severities, other.severities, (a, b) => a === b) &&
    holds(one.regions, other.regions, (a, b) => b.startsWith(stem(a))) &&
    (typeof one.works_stopped !== 'boolean' || one.works_stopped === other.works_stopped)
  )
}

export function isAll(scope: Scope): boolean {
  return !scope.categories?.length && !scope.severities?.length && !scope.regions?.length && typeof scope.works_stopped !== 'boolean'
}

function holds<T>(one: readonly T[] | undefined, other: readonly T[] | undefined, within: (a: T, b: T) => boolean): boolean {
  if (!one?.length) return true
  return !!other?.length && other.every((each) => one.some((wide) => within(wide, each)))
}
