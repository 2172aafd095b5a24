/** Knows the id of a report: a UUIDv7 in lower case (RFC 9562 §5.7). */
const TIME_BYTES = 6
const BYTE = 256

export function newId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let place = TIME_BYTES - 1, left = now; place >= 0; place -= 1, left = Math.floor(left / BYTE)) bytes[place] = left % BYTE
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
