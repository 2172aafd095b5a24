/** Knows where the phone is, or why nobody can say. */
import type { Place } from './forms'

const PATIENCE_MS = 20_000
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
