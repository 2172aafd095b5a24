/** Knows which facts of a line are told beside the list: those that it has. */
import type { IssueSummary } from '@/api/generated'
import type { ColumnKey } from '../columns/columns'
import { cellText, type Telling } from '../columns/texts'

const FACTS: readonly ColumnKey[] = [
  'progress', 'region', 'project', 'category', 'severity', 'unit', 'person', 'due', 'supervision', 'source', 'stopped', 'flags', 'reported', 'updated', 'project_code',
]

export function factsOf(line: IssueSummary, telling: Telling): { key: ColumnKey; text: string }[] {
  return FACTS.map((key) => ({ key, text: cellText(key, line, telling) })).filter(({ text }) => text !== '')
}
