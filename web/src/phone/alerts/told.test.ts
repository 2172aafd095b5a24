import { expect, it } from 'vitest'
import type { Explanation } from '@/api/generated'
import { toldOf } from './told'

const firing = (...ids: string[]): unknown => ({ alerts: ids.map((alert_id) => ({ alert_id })) })
const explanation = { firings: [firing('a'), firing('b', 'c')], coming: [1, 2, 3, 4] } as unknown as Explanation

it('tells who else got an alert, and the next three steps', () => {
  expect(toldOf(explanation, 'b').beside.map(({ alert_id }) => alert_id)).toEqual(['c'])
  expect(toldOf(explanation, 'a').beside).toEqual([])
  expect(toldOf(explanation, 'z')).toEqual({ beside: [], coming: [1, 2, 3] })
})
