import { expect, it } from 'vitest'
import type { EventView } from '@/api/generated'
import { entries, type Telling } from './entries'

const telling: Telling = { unit: ({ name_zh }) => name_zh, moment: (at) => at.slice(0, 10), word: (field, value) => `${field}=${value}` }
const event = (type: string, data: Record<string, unknown>): EventView => ({
  version: 3, type, at: '2026-03-02T01:00:00Z', actor: { person_id: 'staff-1', role: 'unit_staff', unit_id: null, region: null }, data,
  units: { u: { name_zh: '自然资源局', name_en: 'Natural resources' } }, persons: { 'staff-1': '王一', 'staff-2': '刘二' },
})
const only = (...args: Parameters<typeof event>) => entries([event(...args)], telling)[0]

it('calls units and people by their names', () => {
  const entry = only('issue.transferred.v1', { unit_id: 'u', reason: '职责在此' })
  expect(entry).toMatchObject({ what: 'issue_transferred', who: '王一', said: ['职责在此'], facts: [{ name: 'unit_id', value: '自然资源局' }] })
})

it('shows the photos of a closure with those attached, each once', () => {
  expect(only('closure.requested.v1', { statement: '已办', evidence: [{ kind: 'site_photo', sha256: 'a' }], attachments: ['a', 'b'] })?.files).toEqual(['a', 'b'])
})

it('quotes each reason of a return, and marks it', () => {
  expect(only('closure.returned.v1', { reasons: ['缺批复', '照片不清'] })).toMatchObject({ tone: 'bad', said: ['缺批复', '照片不清'] })
})

it('says whom an escalation told, and by which rule', () => {
  const entry = only('escalation.fired.v1', { policy: '13710', policy_version: 1, alerts: [{ alert_id: 'x', recipient_person_id: 'staff-2' }] })
  expect(entry).toMatchObject({ tone: 'raised', alerts: [{ id: 'x', to: '刘二' }], policy: { name: '13710', version: 1 } })
})

it('names whom an escalation told of which time limit, and says why one was put off', () => {
  const fired = only('escalation.fired.v1', { obligation: 'resolve', instrument: 'circular', alerts: [{ alert_id: 'a', recipient_person_id: 'staff-2' }, { alert_id: 'b', recipient_person_id: null }] })
  expect(fired?.alerts).toEqual([{ id: 'a', to: '刘二' }, { id: 'b', to: null }])
  expect(fired?.facts.map(({ value }) => value)).toEqual(['instrument=circular', 'obligation=resolve'])
  expect(only('escalation.deferred.v1', { reason: 'quiet_hours' })?.said).toEqual(['reason=quiet_hours'])
  expect(only('issue.voided.v1', { reason: 'quiet_hours' })?.said).toEqual(['quiet_hours'])
})

it('tells of an undone import as such, and of no error', () => {
  expect(only('issue.voided.v1', { reason: '撤销台账导入', cause: 'import_undone' })?.what).toBe('import_undone')
  expect(only('issue.voided.v1', { reason: '不是问题', cause: null })?.what).toBe('issue_voided')
})

it('says how far work is in per cent, behind the number', () => {
  expect(only('progress.reported.v1', { note: '已开工', percent: 60 })?.facts).toEqual([{ name: 'percent', value: '60%' }])
})

it('calls the time of a step that of the step, and that of a clock its end', () => {
  expect(only('escalation.fired.v1', { due_at: '2026-03-06T15:59:59Z' })?.facts).toEqual([{ name: 'fired_at', value: '2026-03-06' }])
  expect(only('issue.assigned.v1', { due_at: '2026-03-06T15:59:59Z' })?.facts).toEqual([{ name: 'due_at', value: '2026-03-06' }])
})
