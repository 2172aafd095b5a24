/** Knows what a list that is wider than its page hides at its right: how many columns, so that the page can say so. */
import { onMounted, onScopeDispose, ref, watch, type Ref } from 'vue'

/** The columns whose end lies beyond `seen`, the right edge of what is in view; `first` is what stands before them. */
export function beyond(widths: readonly number[], first: number, seen: number): number {
  let end = first
  return widths.filter((width) => (end += width) > seen + 1).length
}

interface Aside {
  /** Columns that are hidden at the right. */
  hidden: Readonly<Ref<number>>
  /** Whether all of them fit: then nothing has to stay in place while the others scroll. */
  whole: Readonly<Ref<boolean>>
}

export function useAside(scroller: () => HTMLElement | null, widths: () => readonly number[], first: number): Aside {
  const hidden = ref(0)
  const whole = ref(true)
  let left = 0

  function look(): void {
    const element = scroller()
    if (!element) return
    left = element.scrollLeft
    hidden.value = beyond(widths(), first, left + element.clientWidth)
    whole.value = first + widths().reduce((sum, width) => sum + width, 0) <= element.clientWidth
  }
  /** A scroll up or down changes nothing here, and is most of all scrolls. */
  function scrolled(): void {
    if (scroller()?.scrollLeft !== left) look()
  }

  let sizes: ResizeObserver | null = null
  onMounted(() => {
    const element = scroller()
    if (!element) return
    sizes = new ResizeObserver(look)
    sizes.observe(element)
    element.addEventListener('scroll', scrolled, { passive: true })
  })
  onScopeDispose(() => sizes?.disconnect())
  watch(widths, look, { flush: 'post' })
  return { hidden, whole }
}
