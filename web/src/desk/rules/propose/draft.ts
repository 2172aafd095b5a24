/** Knows a text that is not adopted yet: this computer keeps it, one for each version that it began with. */
const KEPT_AS = 'xiaohao.rules.draft'

export function keptDraft(from: string): string | null {
  try {
    return localStorage.getItem(`${KEPT_AS}.${from}`)
  } catch {
    return null
  }
}

/** Keep a text, or forget it where there is none. */
export function keepDraft(from: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(`${KEPT_AS}.${from}`)
    else localStorage.setItem(`${KEPT_AS}.${from}`, text)
  } catch {
    // A browser that keeps nothing: the text stands on the page all the same.
  }
}
