/** Knows the outlines of Shanxi's counties, and of its cities as what their counties make together. */
import { feature, merge } from 'topojson-client'
import type { GeometryCollection, MultiPolygon, Topology } from 'topojson-specification'
import { markRaw } from 'vue'
import { levelOf } from '@/desk/counted/levels'

export type Counties = Topology<{ counties: GeometryCollection }>
export type Outline = GeoJSON.MultiPolygon

/** Made by the build from a package of boundaries, and kept out of the checkout. */
const ADDRESS = new URL('./shanxi.topo.json', import.meta.url).href

export async function fetchCounties(signal: AbortSignal): Promise<Counties> {
  const answer = await fetch(ADDRESS, { signal })
  if (!answer.ok) throw new Error('no boundaries')
  // Merging writes marks into it, which a page that watched it would draw anew for.
  return markRaw((await answer.json()) as Counties)
}

/** The outline of a county, a city or the province; null where the boundaries do not know it. */
export function outlineOf(counties: Counties, code: string): Outline | null {
  const all = counties.objects.counties.geometries as MultiPolygon<object>[]
  const level = levelOf(code)
  if (level === 'county') {
    const one = all.find(({ id }) => id === code)
    return one ? (feature(counties, one).geometry as Outline) : null
  }
  const start = code.slice(0, level === 'city' ? 4 : 2)
  const its = all.filter(({ id }) => String(id).startsWith(start))
  return its.length > 0 ? merge(counties, its) : null
}
