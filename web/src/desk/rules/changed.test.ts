import { describe, expect, it } from 'vitest'
import type { ChangeView } from '@/api/generated'
import { deedOf, operatorOf } from './changed'

const change = (what: string, ...changes: { field: string; from: unknown; to: unknown }[]): ChangeView =>
  ({ id: '1', version: 1, kind: 'policies', entry_id: 'ours@1', what, changes, at: '2026-03-06T00:00:00Z', actor: { person_id: 'p', role: null, unit_id: null, region: null, credential: null }, reason: null })

describe('what a change of the rules was', () => {
  it('tells entering from adopting', () => {
    expect(deedOf(change('created', { field: 'sha256', from: null, to: 'x' }))).toEqual({ what: 'entered', key: 'ours@1', from: null })
    expect(deedOf(change('changed', { field: 'holds_from', from: null, to: '2026-04-01T00:00:00Z' }))).toEqual({ what: 'adopted', key: 'ours@1', from: '2026-04-01T00:00:00Z' })
  })

  it('knows who sat at the server', () => {
    expect([operatorOf('operator:wang'), operatorOf('supervisor-140000')]).toEqual(['wang', null])
  })
})
