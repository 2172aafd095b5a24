import { expect, it } from 'vitest'
import { metres } from './distance'
import { within } from './shrink'

it('measures over the ground', () => {
  const site = { latitude: 37.7362, longitude: 112.5651 }
  expect(metres(site, site)).toBe(0)
  expect(metres(site, { ...site, latitude: 37.7462 })).toBeCloseTo(1112, -1)
})

it('keeps the shape of a photo that it shrinks, and never makes one larger', () => {
  expect(within(4000, 3000)).toEqual({ width: 2048, height: 1536 })
  expect(within(800, 600)).toEqual({ width: 800, height: 600 })
})
