/** Knows a policy's text by its lines: which are marked, and the line that says the version. */
import type { LineView } from '@/api/generated'
import type { Mark } from '../../text/lines'

const VERSION = /^version:[ \t]*\d+/m

/** The same text under another version; as it is where it says none. */
export function withVersion(text: string, version: number): string {
  return text.replace(VERSION, `version: ${version}`)
}

/** What stands beside each line: a fault goes before a remark. */
export function marksOf(faults: readonly LineView[], warnings: readonly LineView[]): Map<number, Mark> {
  const marks = new Map<number, Mark>(warnings.map(({ line }) => [line, 'warning']))
  for (const { line } of faults) marks.set(line, 'fault')
  return marks
}
