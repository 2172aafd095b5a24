import { expect, it } from 'vitest'
import type { Explanation, Firing } from '@/api/generated'
import { toldOf } from './told'

const firing = (result: Firing['result'], ...ids: string[]): Firing => ({ result, alerts: ids.map((alert_id) => ({ alert_id })) }) as unknown as Firing
const explanation = { firings: [firing('fired', 'a'), firing('deferred'), firing('fired', 'b', 'c'), firing('fired', 'd')], coming: [1, 2, 3, 4, 5] } as unknown as Explanation

it('tells who else got it, who was told before, and what comes next', () => {
  const told = toldOf(explanation, 'b')
  expect(told.own?.alert_id).toBe('b')
  expect(told.beside.map(({ alert_id }) => alert_id)).toEqual(['c'])
  expect(told.before.map(({ alerts }) => alerts.map(({ alert_id }) => alert_id))).toEqual([['a']])
  expect(told.coming).toHaveLength(4)
})

it('still tells what comes next of an alert that the explanation does not know', () => {
  expect(toldOf(explanation, 'z')).toMatchObject({ own: null, beside: [], before: [] })
})
