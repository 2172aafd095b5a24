/** Knows the spots of a map: issues where they are, put together where they stand close, counted by their lights. */
import Supercluster from 'supercluster'
import type { IssueSummary } from '@/api/generated'

export type SpotLight = 'red' | 'yellow' | 'green' | 'other'
export const LIGHTS: readonly SpotLight[] = ['red', 'yellow', 'green', 'other']

export interface Spot {
  id: string
  serial: string
  light: SpotLight
  latitude: number
  longitude: number
}

export type Lights = Record<SpotLight, number>

export interface Cluster {
  latitude: number
  longitude: number
  count: number
  lights: Lights
  /** The one issue that it is, or null. */
  spot: Spot | null
  /** From which zoom on it falls apart. */
  apart: number
}

const RADIUS = 56
const LAST_ZOOM = 15
const NOTHING: Lights = { red: 0, yellow: 0, green: 0, other: 0 }

export function lightOf(light: string): SpotLight {
  return light === 'red' || light === 'yellow' || light === 'green' ? light : 'other'
}

export function spotsOf(issues: readonly IssueSummary[]): Spot[] {
  return issues.flatMap(({ id, serial, light, location }) => (location ? [{ id, serial, light: lightOf(light), ...location }] : []))
}

export type Index = Supercluster<Spot, Lights>

export function indexed(spots: readonly Spot[]): Index {
  const index = new Supercluster<Spot, Lights>({
    radius: RADIUS,
    maxZoom: LAST_ZOOM,
    map: ({ light }) => ({ ...NOTHING, [light]: 1 }),
    reduce: (sum, each) => LIGHTS.forEach((light) => (sum[light] += each[light])),
  })
  return index.load(spots.map((spot) => ({ type: 'Feature', properties: spot, geometry: { type: 'Point', coordinates: [spot.longitude, spot.latitude] } })))
}

/** What stands within west, south, east and north at a zoom. */
export function clusters(index: Index, box: [number, number, number, number], zoom: number): Cluster[] {
  return index.getClusters(box, Math.floor(zoom)).map(({ geometry, properties }) => {
    const [longitude = 0, latitude = 0] = geometry.coordinates
    if (!('cluster' in properties)) return { latitude, longitude, count: 1, lights: { ...NOTHING, [properties.light]: 1 }, spot: properties, apart: LAST_ZOOM }
    const { red, yellow, green, other, point_count: count, cluster_id: id } = properties
    return { latitude, longitude, count, lights: { red, yellow, green, other }, spot: null, apart: index.getClusterExpansionZoom(id) }
  })
}

export interface Piece {
  light: SpotLight
  /** Of the whole ring: where the piece begins and how long it is. */
  from: number
  share: number
}

/** A ring split by lights, red first; what is not there has no piece. */
export function pieces(lights: Lights): Piece[] {
  const all = LIGHTS.reduce((sum, light) => sum + lights[light], 0)
  let from = 0
  return LIGHTS.flatMap((light) => {
    if (lights[light] === 0) return []
    const piece = { light, from, share: lights[light] / all }
    from += piece.share
    return [piece]
  })
}
