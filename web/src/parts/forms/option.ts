/** Knows what there is to choose from: the value that is kept, the word that is read, and what helps to choose. */
export interface Option {
  value: string
  label: string
  hint?: string | null
}

const CHINESE = /^\p{Script=Han}{2,}$/u

/** Whether the characters of a word stand in a text in their order, others between them. */
function follows(text: string, word: string): boolean {
  let from = 0
  for (const character of word) {
    const at = text.indexOf(character, from)
    if (at < 0) return false
    from = at + character.length
  }
  return true
}

/**
 * What one types narrows the list: every word typed stands in the label, the hint or the value, in any case.
 * Of a Chinese word the characters need only follow each other, as in a short name (住建 for 住房和城乡建设局); what has
 * the word itself comes first.
 */
export function matching(options: readonly Option[], typed: string, most = 200): Option[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const whole: Option[] = []
  const inOrder: Option[] = []
  for (const option of options) {
    if (whole.length === most) break
    const text = `${option.label} ${option.hint ?? ''} ${option.value}`.toLowerCase()
    if (words.every((word) => text.includes(word))) whole.push(option)
    else if (words.every((word) => text.includes(word) || (CHINESE.test(word) && follows(option.label, word)))) inOrder.push(option)
  }
  return [...whole, ...inOrder].slice(0, most)
}
