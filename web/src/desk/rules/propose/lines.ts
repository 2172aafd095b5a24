/** Knows a text by its lines: where one begins, which are marked, and the line that says the version. */
import type { LineView } from '@/api/generated'

const VERSION = /^version:[ \t]*\d+/m

/** The same text under another version; as it is where it says none. */
export function withVersion(text: string, version: number): string {
  return text.replace(VERSION, `version: ${version}`)
}

/** The characters of a line (from 1): from where to where. */
export function rangeOf(text: string, line: number): [number, number] {
  const lines = text.split('\n')
  const at = Math.min(Math.max(line, 1), lines.length) - 1
  const start = lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, 0)
  return [start, start + (lines[at]?.length ?? 0)]
}

export type Mark = 'fault' | 'warning'

/** What stands beside each line: a fault goes before a remark. */
export function marksOf(faults: readonly LineView[], warnings: readonly LineView[]): Map<number, Mark> {
  const marks = new Map<number, Mark>(warnings.map(({ line }) => [line, 'warning']))
  for (const { line } of faults) marks.set(line, 'fault')
  return marks
}

/** A sentence of the checker in the reader's language: `中文 / English` or `中文；English`. */
export function saidIn(message: string, english: boolean): string {
  for (const between of [' / ', '；']) {
    const at = message.indexOf(between)
    if (at >= 0) return english ? message.slice(at + between.length) : message.slice(0, at)
  }
  return message
}
