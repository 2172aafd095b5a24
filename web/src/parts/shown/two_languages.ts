/** Knows the half of a sentence of the server that is in the reader's language: `中文 / English`. */
export function inLanguage(sentence: string, language: string): string {
  const place = sentence.indexOf(' / ')
  if (place < 0) return sentence
  return language === 'en' ? sentence.slice(place + 3) : sentence.slice(0, place)
}
