/** Knows one command on many issues: sent in parts, each issue answered for itself. Nothing that ends an issue is among them. */
import { ask } from '@/api/ask'
import type { BulkAnswer, BulkItem, IssueSummary } from '@/api/generated'

export type BulkCommand = 'remind' | 'assign' | 'comment'
export const PART = 50

export interface BulkRun {
  command: BulkCommand
  body: Record<string, unknown>
  lines: readonly IssueSummary[]
  /** One for the whole run: the same sent again does nothing twice. */
  key: string
}

type Send = (command: BulkCommand, body: unknown, key: string) => Promise<BulkAnswer>

const send: Send = (command, body, key) =>
  ask<BulkAnswer>(`/v1/bulk/${command}`, { method: 'POST', body, headers: { 'Idempotency-Key': key } })

/** Sends part by part and tells after each what was answered so far. A part that does not come back ends it with its error. */
export async function run(asked: BulkRun, told: (items: readonly BulkItem[]) => void, by: Send = send): Promise<BulkItem[]> {
  const items: BulkItem[] = []
  for (let first = 0; first < asked.lines.length; first += PART) {
    const part = asked.lines.slice(first, first + PART)
    const issues = part.map((line) => ({ issue_id: line.id, version: line.version }))
    const answer = await by(asked.command, { issues, command: asked.body }, `${asked.key}-${first}`)
    items.push(...answer.items)
    told([...items])
  }
  return items
}

export interface Outcome {
  line: IssueSummary
  done: boolean
  /** The sentence with which it was refused, and its slug. */
  why: string | null
  slug: string | null
}

/** Each issue with what became of it, in the order asked. */
export function outcomes(lines: readonly IssueSummary[], items: readonly BulkItem[]): Outcome[] {
  return items.flatMap((item, place) => {
    const line = lines[place]
    if (!line) return []
    const done = item.status < 300
    return [{ line, done, why: item.problem?.detail ?? null, slug: item.problem?.type.split(':').pop() ?? null }]
  })
}
