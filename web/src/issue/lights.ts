/** Knows how a light is drawn: a shape of its own beside its colour, so that it survives a black-and-white copier. */
export interface Drawn {
  shape: string
  tone: string
}

const KNOWN: Readonly<Record<string, Drawn>> = {
  red: { shape: '▲', tone: 'red' },
  orange: { shape: '▲', tone: 'orange' },
  yellow: { shape: '◆', tone: 'yellow' },
  blue: { shape: '●', tone: 'blue' },
  green: { shape: '●', tone: 'green' },
}
const RESTING: Drawn = { shape: '■', tone: 'grey' }
const ENDED: readonly string[] = ['closed', 'closed_on_paper', 'merged', 'voided', 'suspended']

/** What is over or rests has no light; a light that a policy made up is grey with its word. */
export function drawn(light: string, state?: string): Drawn {
  if (state && ENDED.includes(state)) return RESTING
  return KNOWN[light] ?? RESTING
}
