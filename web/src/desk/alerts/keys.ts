/** Knows the keys of a list of alerts: J K or arrows move, E acknowledges, O opens; never while somebody writes. */
import { onBeforeUnmount, onMounted } from 'vue'

export interface Deeds {
  next: () => void
  previous: () => void
  acknowledge: () => void
  open: () => void
}

const KEYS: Readonly<Record<string, keyof Deeds>> = { j: 'next', ArrowDown: 'next', k: 'previous', ArrowUp: 'previous', e: 'acknowledge', o: 'open' }

/** What a key means where it was pressed; null where it is somebody's text, or somebody else's key. */
export function deedOf(event: KeyboardEvent): keyof Deeds | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const place = event.target instanceof Element ? event.target : null
  if (place?.closest('input, textarea, select, [contenteditable], [role=dialog], [role=tablist]')) return null
  return KEYS[event.key] ?? KEYS[event.key.toLowerCase()] ?? null
}

export function useKeys(deeds: Deeds): void {
  const press = (event: KeyboardEvent): void => {
    const deed = deedOf(event)
    if (!deed) return
    event.preventDefault()
    deeds[deed]()
  }
  onMounted(() => addEventListener('keydown', press))
  onBeforeUnmount(() => removeEventListener('keydown', press))
}
