import { expect, it } from 'vitest'
import type { BulkItem, IssueSummary } from '@/api/generated'
import { outcomes, PART, run } from './bulk'

const lines = Array.from({ length: PART + 3 }, (_, n) => ({ id: `i${n}`, serial: `s${n}`, version: n }) as IssueSummary)
const done = (issues: { issue_id: string }[]): BulkItem[] => issues.map(({ issue_id }) => ({ id: issue_id, status: 200 }))

it('sends in parts, each with a key of its own that is the same next time, and the version that was seen', async () => {
  const sent: [string, number, unknown][] = []
  const told: number[] = []
  const asked = { command: 'remind' as const, body: { note: '请抓紧' }, lines, key: 'k' }
  await run(asked, (items) => told.push(items.length), async (command, body, key) => {
    const { issues } = body as { issues: { issue_id: string; version: number }[] }
    sent.push([key, issues.length, issues[0]])
    expect(command).toBe('remind')
    return { done: issues.length, refused: 0, items: done(issues) }
  })
  expect(sent).toEqual([['k-0', PART, { issue_id: 'i0', version: 0 }], [`k-${PART}`, 3, { issue_id: `i${PART}`, version: PART }]])
  expect(told).toEqual([PART, PART + 3])
})

it('keeps what was answered when a later part does not come back', async () => {
  const told: number[] = []
  let parts = 0
  const broken = run({ command: 'remind', body: {}, lines, key: 'k' }, (items) => told.push(items.length), async (_, body) => {
    parts += 1
    if (parts > 1) throw new Error('away')
    return { done: PART, refused: 0, items: done((body as { issues: { issue_id: string }[] }).issues) }
  })
  await expect(broken).rejects.toThrow('away')
  expect(told).toEqual([PART])
})

it('says of each issue what became of it, with its own reason', () => {
  const problem = { type: 'urn:xiaohao:problem:wrong-state', title: '', status: 409, detail: '已销号', faults: [] }
  const [first, second] = outcomes(lines, [{ id: 'i0', status: 200 }, { id: 'i1', status: 409, problem }])
  expect(first).toMatchObject({ done: true, why: null })
  expect(second).toMatchObject({ done: false, why: '已销号', slug: 'wrong-state', line: { serial: 's1' } })
})
