/** Knows the page of the ledger behind a number: the API names its list, the ledger has the same filters in its address. */
import type { LocationQueryRaw } from 'vue-router'

export interface Counted {
  count: number
  list: string
}

export interface LedgerPlace {
  path: '/ledger'
  query: Record<string, string>
}

/** `/v1/issues?region=140105&light=red` as the ledger's own address, narrowed further where said. */
export function ledgerOf(list: string, further: LocationQueryRaw = {}): LedgerPlace {
  const asked = new URLSearchParams(list.slice(list.indexOf('?') + 1))
  const query: Record<string, string> = {}
  if (list.includes('?')) for (const [name, value] of asked) query[name] = value
  for (const [name, value] of Object.entries(further)) if (typeof value === 'string') query[name] = value
  return { path: '/ledger', query }
}

/** The filters of a list as a question to the API takes them. */
export function queryOf(list: string): Record<string, string> {
  return ledgerOf(list).query
}
