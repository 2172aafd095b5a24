/** Knows what a list may be asked for: the parameters of `GET /v1/issues`, which are those of the page's own address too. */
import type { LocationQuery } from 'vue-router'

/** Filters that take several values, joined by commas. */
export const SEVERAL = ['state', 'light', 'category', 'severity', 'region', 'unit', 'person', 'project', 'source', 'issue'] as const
/** Filters of moments, each a pair: from the one, before the other. */
export const SPANS = ['due', 'reported', 'closed'] as const
/** Filters with one value. */
export const SINGLE = ['import', 'at', 'policy', 'archived', 'escalated', 'updated_from'] as const

export const SORTS = ['due', 'updated', 'reported', 'serial', 'region'] as const
export const MOST = 20
/** Issues named one by one: what somebody pastes. */
export const MOST_NAMED = 100

export type Several = (typeof SEVERAL)[number]
export type SpanName = (typeof SPANS)[number]
export type SortName = (typeof SORTS)[number]
/** A list as it is asked for: parameters of the API by name, nothing empty. */
export type Asked = Readonly<Record<string, string>>

const NAMES: readonly string[] = [...SEVERAL, ...SPANS.flatMap((name) => [`${name}_from`, `${name}_before`]), ...SINGLE, 'sort', 'q']

/** What of an address asks for a list; the rest of it (a view, a peek) is the page's own. */
export function askedIn(query: LocationQuery): Asked {
  const asked: Record<string, string> = {}
  for (const name of NAMES) {
    const said = query[name]
    const value = Array.isArray(said) ? said.join(',') : said
    if (value) asked[name] = value
  }
  if (asked['sort'] === 'due') delete asked['sort']
  return asked
}

export function valuesOf(asked: Asked, name: Several): readonly string[] {
  return asked[name]?.split(',') ?? []
}

/** The same list with one parameter changed; without a value it is not asked for. */
export function withParam(asked: Asked, name: string, value: string | null): Asked {
  const rest = Object.fromEntries(Object.entries(asked).filter(([each]) => each !== name))
  return value ? { ...rest, [name]: value } : rest
}

export function withValues(asked: Asked, name: Several, values: readonly string[]): Asked {
  return withParam(asked, name, values.join(','))
}

/** Whether two lists are the same: their names in whatever order. */
export function alike(one: Asked, other: Asked): boolean {
  const written = (asked: Asked): string => JSON.stringify(Object.entries(asked).sort(([a], [b]) => (a < b ? -1 : 1)))
  return written(one) === written(other)
}

/** Whether anything narrows the list: an order alone does not. */
export function narrowed(asked: Asked): boolean {
  return Object.keys(asked).some((name) => name !== 'sort')
}

/** Nothing narrows the list any more but the region that the whole desk looks at. */
export function inScope(asked: Asked): Asked {
  const region = asked['region']
  return region && !region.includes(',') ? { region } : {}
}
