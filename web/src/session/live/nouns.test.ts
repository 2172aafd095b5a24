import type { InvalidateQueryFilters } from '@tanstack/vue-query'
import { expect, it, vi } from 'vitest'
import { createMarking, keysOf } from './nouns'

it('marks the issue that an alert is about beside the nouns', () => {
  const keys = keysOf('alert.fired', { issue_id: 'i1' })
  expect(keys).toContainEqual(['alerts'])
  expect(keys).toContainEqual(['issue', 'i1'])
})

it('marks every issue where nobody knows which changed', () => {
  expect(keysOf('issues.changed', { all: true, issues: [] })).toContainEqual(['issue'])
  expect(keysOf('reset', null)).toContainEqual(['issue'])
})

it('asks numbers again at once for a storm of events, and never a list, which would move under its reader', () => {
  vi.useFakeTimers()
  const asked: InvalidateQueryFilters[] = []
  const mark = createMarking({ invalidateQueries: async (filters?: InvalidateQueryFilters) => void (filters && asked.push(filters)) } as never)
  for (let n = 0; n < 100; n += 1) mark('alert.fired', { issue_id: 'i1' })
  vi.runAllTimers()
  vi.useRealTimers()
  expect(asked.filter(({ queryKey }) => queryKey?.[0] === 'board')).toEqual([{ queryKey: ['board'], refetchType: 'active' }])
  expect(asked.filter(({ queryKey }) => queryKey?.[0] === 'alerts')).toEqual([{ queryKey: ['alerts'], refetchType: 'none' }])
})
