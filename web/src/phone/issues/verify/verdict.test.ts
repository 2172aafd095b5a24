import { expect, it } from 'vitest'
import type { MayView } from '@/api/generated'
import { lacksOf, reasonsOf, refusalOf, stepsOf } from './verdict'

const LINES = [
  { kind: 'site_photo', name: '现场照片' },
  { kind: 'approval_document', name: '批复文件' },
]
const may = (command: string, ok = true, recheck: string | null = null): MayView => ({ command, ok, why: ok ? null : 'recheck-missing', missing: { recheck } }) as MayView
const shas = ['a'.repeat(64)]

it('asks for a verdict, then for what it needs', () => {
  expect(lacksOf(LINES, {})).toEqual(['verdict'])
  expect(lacksOf(LINES, { verdict: 'pass' })).toEqual(['grade'])
  expect(lacksOf(LINES, { verdict: 'return' })).toEqual(['reasons'])
  expect(lacksOf(LINES, { verdict: 'return', other: ' 便道仍不通 ' })).toEqual([])
  expect(lacksOf(LINES, { verdict: 'return', other: '字'.repeat(2001) })).toEqual(['shorter'])
})

it('sends back with a reason for each line, in one command, with what was seen', () => {
  const values = { verdict: 'return', 'why approval_document': '没有盖章', other: '便道仍不通', attachments: shas }
  expect(reasonsOf(LINES, values)).toEqual(['批复文件：没有盖章', '便道仍不通'])
  expect(stepsOf(LINES, values, [may('return-closure')], '距现场 20 米')).toEqual([
    { command: 'return-closure', body: { reasons: ['批复文件：没有盖章', '便道仍不通'], note: '距现场 20 米', attachments: shas } },
  ])
})

it('strikes off at once, or after the look that an earlier one left open', () => {
  const values = { verdict: 'pass', grade: 'good', note: '已通车', attachments: shas }
  expect(stepsOf(LINES, values, [may('approve-closure')], '')).toEqual([{ command: 'approve-closure', body: { grade: 'good', note: '已通车', attachments: shas } }])
  const open = [may('approve-closure', false, 'solved'), may('record-recheck')]
  expect(refusalOf('pass', open)).toBeNull()
  expect(stepsOf(LINES, values, open, '').map(({ command }) => command)).toEqual(['record-recheck', 'approve-closure'])
})

it('cannot strike off a major issue that nobody visited', () => {
  const open = [may('approve-closure', false, 'on_site'), may('record-recheck'), may('return-closure')]
  expect(refusalOf('pass', open)?.why).toBe('recheck-missing')
  expect(refusalOf('return', open)).toBeNull()
})
