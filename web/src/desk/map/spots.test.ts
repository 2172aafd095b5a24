import { describe, expect, it } from 'vitest'
import type { IssueSummary } from '@/api/generated'
import { clusters, indexed, pieces, spotsOf, type Spot } from './spots'

const spot = (id: string, light: Spot['light'], latitude: number, longitude: number): Spot => ({ id, serial: id, light, latitude, longitude })
const CHINA: [number, number, number, number] = [73, 18, 135, 54]

describe('spots', () => {
  it('are put together where they are close, and counted by light', () => {
    const index = indexed([spot('a', 'red', 37.74, 112.56), spot('b', 'green', 37.741, 112.561), spot('c', 'yellow', 40.1, 113.3)])
    const shown = clusters(index, CHINA, 7).sort((one, other) => other.count - one.count)
    expect(shown.map(({ count, lights }) => [count, lights.red, lights.yellow, lights.green])).toEqual([
      [2, 1, 0, 1],
      [1, 0, 1, 0],
    ])
    expect(shown[1]?.spot?.id).toBe('c')
    expect(shown[0]?.apart).toBeGreaterThan(7)
  })

  it('are left out where nobody knows where the issue is', () => {
    const issues = [{ id: 'a', serial: 'a', light: 'red', location: null }, { id: 'b', serial: 'b', light: 'blue', location: { latitude: 37, longitude: 112 } }]
    expect(spotsOf(issues as unknown as IssueSummary[]).map(({ id, light }) => [id, light])).toEqual([['b', 'other']])
  })

  it('are shown as a ring with a piece for each light that is there', () => {
    expect(pieces({ red: 1, yellow: 0, green: 3, other: 0 })).toEqual([
      { light: 'red', from: 0, share: 0.25 },
      { light: 'green', from: 0.25, share: 0.75 },
    ])
  })
})
