/** Knows how a fault of the registry is read: in which line of the file it is, and what is wrong in the reader's language. */
export interface ReadFault {
  line: number | null
  text: string
}

const LINE = /^第 (\d+) 行；line \d+: /
/** What the sentence is about stands before both languages: an id, or a kind with its number and field. */
const ABOUT = /^(?:[\x20-\x7e]+?: )+/
const BETWEEN = [' / ', '；']

export function readFault(message: string, language: string): ReadFault {
  const line = LINE.exec(message)
  const rest = line ? message.slice(line[0].length) : message
  const about = ABOUT.exec(rest)?.[0] ?? ''
  const said = rest.slice(about.length)
  const between = BETWEEN.find((one) => said.includes(one))
  if (between === undefined) return { line: line ? Number(line[1]) : null, text: rest }
  const place = said.lastIndexOf(between)
  const text = language === 'en' ? said.slice(place + between.length) : said.slice(0, place)
  return { line: line ? Number(line[1]) : null, text: about + text }
}
