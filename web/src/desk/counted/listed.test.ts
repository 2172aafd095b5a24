import { expect, it } from 'vitest'
import { ledgerOf } from './listed'

it('opens the ledger with just the filters of the number', () => {
  expect(ledgerOf('/v1/issues?region=140105&light=red')).toEqual({ path: '/ledger', query: { region: '140105', light: 'red' } })
})

it('keeps moments with their zone', () => {
  expect(ledgerOf('/v1/issues?reported_from=2026-03-25T00:00:00.000%2B08:00').query).toEqual({ reported_from: '2026-03-25T00:00:00.000+08:00' })
})

it('is the whole ledger where nothing narrows it', () => {
  expect(ledgerOf('/v1/issues')).toEqual({ path: '/ledger', query: {} })
})
