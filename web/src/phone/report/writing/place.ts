/** Knows where the phone is, or why nobody can say; and how far it is to something. */
import type { Place } from './forms'

const PATIENCE_MS = 20_000
const EARTH_M = 6_371_000
const DENIED = 1
const OFF = 'xiaohao.location'

export function isLocationOff(): boolean {
  return localStorage.getItem(OFF) === 'off'
}

export function turnLocation(on: boolean): void {
  if (on) localStorage.removeItem(OFF)
  else localStorage.setItem(OFF, 'off')
}

export function findPlace(): Promise<Place> {
  if (isLocationOff()) return Promise.resolve({ status: 'absent', reason: 'turned_off' })
  if (!('geolocation' in navigator)) return Promise.resolve({ status: 'absent', reason: 'not_supported' })
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) =>
        resolve({ status: 'fixed', latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy, at: new Date(timestamp).toISOString() }),
      (fault) => resolve({ status: 'absent', reason: fault.code === DENIED ? 'denied' : 'no_signal' }),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    )
  })
}

export interface Point {
  latitude: number
  longitude: number
}

/** Metres between two points. */
export function metres(one: Point, other: Point): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const lat = radians(other.latitude - one.latitude)
  const lon = radians(other.longitude - one.longitude)
  const half = Math.sin(lat / 2) ** 2 + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(lon / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.sqrt(half))
}
