/** Knows what a key means in the ledger: moving, looking, choosing, taking along. */

export type Meant =
  | { do: 'move'; to: number; extend: boolean }
  | { do: 'peek' | 'open' | 'choose' | 'choose-to' | 'choose-all' | 'copy' | 'search' | 'leave' }

export interface Pressed {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/** Where the cursor stands: its row, the last row, rows in a view. */
export interface Standing {
  at: number
  last: number
  view: number
}

const STEPS: Readonly<Record<string, (standing: Standing) => number>> = {
  ArrowDown: ({ at }) => at + 1,
  ArrowUp: ({ at }) => at - 1,
  j: ({ at }) => at + 1,
  k: ({ at }) => at - 1,
  PageDown: ({ at, view }) => at + view,
  PageUp: ({ at, view }) => at - view,
  Home: () => 0,
  End: ({ last }) => last,
}

const within = (row: number, last: number): number => Math.max(0, Math.min(row, last))

function withControl(key: string): Meant | null {
  if (key === 'Enter') return { do: 'open' }
  if (key === 'c') return { do: 'copy' }
  if (key === 'a') return { do: 'choose-all' }
  return null
}

export function meant(pressed: Pressed, standing: Standing): Meant | null {
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key
  if (pressed.altKey) return null
  const step = STEPS[key]
  const control = pressed.ctrlKey || pressed.metaKey
  if (step && !(control && key.length === 1)) return { do: 'move', to: within(step(standing), standing.last), extend: pressed.shiftKey }
  if (control) return withControl(key)
  if (key === 'Enter') return { do: 'peek' }
  if (key === 'x' || key === ' ') return { do: pressed.shiftKey ? 'choose-to' : 'choose' }
  if (key === '/') return { do: 'search' }
  if (key === 'Escape') return { do: 'leave' }
  return null
}
