/** Knows ids that a page makes itself: UUIDv7, as reports, matters and repeated commands carry them. */
import { nowMs } from '@/time/clock'

const HEX = 16

/** Also where a page is served without TLS, in which browsers know no `crypto.randomUUID`. */
export function uuid7(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const time = Math.floor(nowMs())
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(time / 2 ** (8 * (5 - place))) & 0xff
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(HEX).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
