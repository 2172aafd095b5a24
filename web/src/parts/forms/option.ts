/** Knows what there is to choose from: the value that is kept, the word that is read, and what helps to choose. */
export interface Option {
  value: string
  label: string
  hint?: string | null
}

/** What one types narrows the list: every word typed stands in the label, the hint or the value, in any case. */
export function matching(options: readonly Option[], typed: string, most = 200): Option[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (option: Option): boolean => {
    const text = `${option.label} ${option.hint ?? ''} ${option.value}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  const found: Option[] = []
  for (const option of options) {
    if (found.length === most) break
    if (fits(option)) found.push(option)
  }
  return found
}
