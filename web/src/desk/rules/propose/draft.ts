/** Knows a text that is not adopted yet: this computer keeps it for who wrote it, one for each version that it began with. */
const KEPT_AS = 'xiaohao.rules.draft'
const keyOf = (who: string, from: string): string => `${KEPT_AS} ${who} ${from}`

export function keptDraft(who: string, from: string): string | null {
  try {
    return localStorage.getItem(keyOf(who, from))
  } catch {
    return null
  }
}

/** Keep a text, or forget it where there is none. */
export function keepDraft(who: string, from: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(keyOf(who, from))
    else localStorage.setItem(keyOf(who, from), text)
  } catch {
    // A browser that keeps nothing: the text stands on the page all the same.
  }
}
