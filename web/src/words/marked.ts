/** Knows how the text of others is shown as text: what nobody sees in it, such as what turns the rest around, is written out. */
const HIDDEN = /(?![\p{Variation_Selector}\u200D])[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\uFFF9-\uFFFB]/gu
const HEXADECIMAL = 16
const DIGITS = 4

/** `‹U+202E›`, as the server writes it out in comments; joiners and variants within characters stay. */
export function marked(text: string): string {
  return text.replace(HIDDEN, (each) => `‹U+${(each.codePointAt(0) ?? 0).toString(HEXADECIMAL).toUpperCase().padStart(DIGITS, '0')}›`)
}
