/** Knows how a sentence of a word file is read: `{names}` are filled in, of several parted by ` | ` the number chooses; each is read once. */
import type { MessageCompiler, MessageContext } from 'vue-i18n'

type Sentence = (context: MessageContext) => string

const NAME = /\{(\w+)\}/
const OR = ' | '
const read = new Map<string, Sentence>()

function shown(value: unknown): string {
  return value === null || value === undefined ? '' : String(value as string | number)
}

function oneOf(text: string): Sentence {
  const [first, ...rest] = text.split(NAME)
  if (first === undefined || rest.length === 0) return () => text
  // Names and texts take turns from here on.
  return (context) => first + rest.map((piece, place) => (place % 2 === 0 ? shown(context.named(piece)) : piece)).join('')
}

function sentenceOf(text: string): Sentence {
  const cases = text.split(OR).map(oneOf)
  const [only] = cases
  return only && cases.length === 1 ? only : (context) => context.plural(cases.map((each) => each(context)))
}

/** In place of vue-i18n's own compiler, which is a tenth of what a phone has to load, and knows much that no sentence here says. */
export const reading: MessageCompiler = (message) => {
  const text = String(message)
  let sentence = read.get(text)
  if (!sentence) read.set(text, (sentence = sentenceOf(text)))
  return sentence as ReturnType<MessageCompiler>
}
