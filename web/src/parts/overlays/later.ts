/** Knows a popup whose code is fetched when somebody reaches for its button: a page is shown without it. */
import { nextTick, shallowRef, type Component, type Ref, type ShallowRef } from 'vue'

interface Later {
  /** The popup with its own button, from the first press on. */
  popup: ShallowRef<Component | null>
  /** Somebody points at the button: it is there by the time they press. */
  reach: () => void
  press: () => Promise<void>
}

export function useLater(fetched: () => Promise<{ default: Component }>, open: Ref<boolean>): Later {
  const popup = shallowRef<Component | null>(null)
  async function press(): Promise<void> {
    popup.value = (await fetched()).default
    // Its button has to stand before what opens beside it.
    await nextTick()
    open.value = true
  }
  return { popup, reach: () => void fetched().catch(() => undefined), press }
}
