/** Knows by which name people know a browser, of what it says of itself; null where it is none of those. */
const NAMES: readonly (readonly [said: string, name: string])[] = [
  ['MicroMessenger', 'WeChat'],
  ['Edg/', 'Edge'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
]

/** Most say that they are several: the rarest name is the one that they are. */
export function browserOf(agent: string): string | null {
  return NAMES.find(([said]) => agent.includes(said))?.[1] ?? null
}
