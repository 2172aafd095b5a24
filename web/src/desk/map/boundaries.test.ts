import { expect, it } from 'vitest'
import { outlineOf, type Counties } from './boundaries'

/** Two squares side by side; their common border is one arc. */
const counties: Counties = {
  type: 'Topology',
  arcs: [
    [[1, 0], [1, 1]],
    [[1, 1], [0, 1], [0, 0], [1, 0]],
    [[1, 0], [2, 0], [2, 1], [1, 1]],
  ],
  objects: {
    counties: {
      type: 'GeometryCollection',
      geometries: [
        { type: 'MultiPolygon', id: '140105', arcs: [[[0, 1]]] },
        { type: 'MultiPolygon', id: '140106', arcs: [[[2, -1]]] },
      ],
    },
  },
}

it('draws a county as it is, and a city without the borders inside it', () => {
  expect(outlineOf(counties, '140105')?.coordinates[0]?.[0]).toHaveLength(5)
  const city = outlineOf(counties, '140100')?.coordinates
  expect(city).toHaveLength(1)
  expect(city?.[0]?.[0]).toHaveLength(7)
})

it('draws nothing that it does not know', () => {
  expect(outlineOf(counties, '140299')).toBeNull()
  expect(outlineOf(counties, '140200')).toBeNull()
})
