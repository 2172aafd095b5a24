/** Knows a text by its lines: where one begins, how one is marked, and what a checker says of it in the reader's language. */
export type Mark = 'fault' | 'warning'

/** The characters of a line (from 1): from where to where. */
export function rangeOf(text: string, line: number): [number, number] {
  const lines = text.split('\n')
  const at = Math.min(Math.max(line, 1), lines.length) - 1
  const start = lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, 0)
  return [start, start + (lines[at]?.length ?? 0)]
}

/** A sentence of the checker in the reader's language: `中文 / English` or `中文；English`. */
export function saidIn(message: string, english: boolean): string {
  for (const between of [' / ', '；']) {
    const at = message.indexOf(between)
    if (at >= 0) return english ? message.slice(at + between.length) : message.slice(0, at)
  }
  return message
}
