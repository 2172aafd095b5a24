/** Knows how far apart two places are. */
export interface Place {
  latitude: number
  longitude: number
}

const EARTH_M = 6_371_000
const radians = (degrees: number): number => (degrees * Math.PI) / 180

export function metres(one: Place, other: Place): number {
  const north = radians(other.latitude - one.latitude) / 2
  const east = radians(other.longitude - one.longitude) / 2
  const a = Math.sin(north) ** 2 + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(east) ** 2
  return 2 * EARTH_M * Math.asin(Math.sqrt(a))
}
