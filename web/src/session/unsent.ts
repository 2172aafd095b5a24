/** Knows what was written into a form and not sent: kept in its tab for its person, through an ended session, a reload and the way back. */
import { watch, type Ref } from 'vue'
import { useMe } from './me'

const KEPT_AS = 'xiaohao.typed'
const keyOf = (who: string, what: string): string => `${KEPT_AS} ${who} ${what}`

export function unsent<Words>(who: string, what: string): Words | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(who, what)) ?? 'null') as Words | null
  } catch {
    return null
  }
}

export function keepUnsent(who: string, what: string, words: unknown): void {
  try {
    sessionStorage.setItem(keyOf(who, what), JSON.stringify(words))
  } catch {
    // No room: the form itself still has it.
  }
}

export function forgetUnsent(who: string, what: string): void {
  sessionStorage.removeItem(keyOf(who, what))
}

/** Begin with what was left of this form, and keep each change, as long as `what` names one; the answer forgets it. */
export function useUnsent<Words>(what: () => string | null, words: Ref<Words>, who: () => string | undefined = whoIsHere()): () => void {
  let form: string | null = null
  watch(
    () => [who(), what(), words.value] as const,
    ([person, name]) => {
      const before = form
      form = person && name !== null ? keyOf(person, name) : null
      if (!person || name === null) return
      if (form === before) return keepUnsent(person, name, words.value)
      words.value = unsent<Words>(person, name) ?? words.value
    },
    { deep: true, immediate: true },
  )
  return () => {
    const [person, name] = [who(), what()]
    if (person && name !== null) forgetUnsent(person, name)
  }
}

function whoIsHere(): () => string | undefined {
  const me = useMe()
  return () => me.data.value?.id
}
