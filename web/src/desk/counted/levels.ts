/** Knows the levels of regions by their codes: 140000 a province, 140100 a city, 140105 a county. */

export type RegionLevel = 'province' | 'city' | 'county'

export function levelOf(code: string): RegionLevel {
  if (code.endsWith('0000')) return 'province'
  return code.endsWith('00') ? 'city' : 'county'
}

/** The region right above; of a province none. */
export function above(code: string): string | null {
  const level = levelOf(code)
  if (level === 'province') return null
  return level === 'city' ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`
}

/** Where one looks from one level up: the code, undefined for all that one may see, null where there is nothing above. */
export function upFrom(looked: string | null, home: string | null): { region: string | undefined } | null {
  if (looked === null || home === null || looked === home) return null
  const code = above(looked)
  return { region: code === null || code === home ? undefined : code }
}
