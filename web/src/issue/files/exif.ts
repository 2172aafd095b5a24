/** Knows what a camera wrote into a JPEG beside the picture: when and where it was taken. Read, never believed. */
export interface Taken {
  /** As the camera's clock had it, in China's time. */
  at: string | null
  place: { latitude: number; longitude: number } | null
}

const NOTHING: Taken = { at: null, place: null }
const EXIF_TAG = 0x8769
const GPS_TAG = 0x8825
const ORIGINAL_TAG = 0x9003

interface Entry {
  type: number
  count: number
  value: number
}

function directory(view: DataView, at: number, little: boolean): Map<number, Entry> {
  const found = new Map<number, Entry>()
  const count = view.getUint16(at, little)
  for (let place = 0; place < count; place++) {
    const entry = at + 2 + place * 12
    found.set(view.getUint16(entry, little), { type: view.getUint16(entry + 2, little), count: view.getUint32(entry + 4, little), value: entry + 8 })
  }
  return found
}

function textOf(view: DataView, tiff: number, entry: Entry, little: boolean): string {
  const at = entry.count > 4 ? tiff + view.getUint32(entry.value, little) : entry.value
  return String.fromCharCode(...Array.from({ length: entry.count }, (_, place) => view.getUint8(at + place))).replace(/\0+$/, '')
}

function degrees(view: DataView, tiff: number, entry: Entry, little: boolean): number {
  const at = tiff + view.getUint32(entry.value, little)
  const part = (place: number): number => view.getUint32(at + place * 8, little) / (view.getUint32(at + place * 8 + 4, little) || 1)
  return part(0) + part(1) / 60 + part(2) / 3600
}

function placeOf(view: DataView, tiff: number, at: number, little: boolean): Taken['place'] {
  const gps = directory(view, at, little)
  const [south, latitude, west, longitude] = [1, 2, 3, 4].map((tag) => gps.get(tag))
  if (!south || !latitude || !west || !longitude) return null
  return {
    latitude: degrees(view, tiff, latitude, little) * (textOf(view, tiff, south, little) === 'S' ? -1 : 1),
    longitude: degrees(view, tiff, longitude, little) * (textOf(view, tiff, west, little) === 'W' ? -1 : 1),
  }
}

/** 2026:03:06 09:12:00 → 2026-03-06T09:12:00+08:00 */
function momentOf(text: string): string | null {
  const found = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(text)
  return found ? `${found[1]}-${found[2]}-${found[3]}T${found[4]}+08:00` : null
}

function read(view: DataView, tiff: number): Taken {
  const little = view.getUint16(tiff) === 0x4949
  const first = directory(view, tiff + view.getUint32(tiff + 4, little), little)
  const offset = (entry: Entry | undefined): number | null => (entry ? tiff + view.getUint32(entry.value, little) : null)
  const exif = offset(first.get(EXIF_TAG))
  const gps = offset(first.get(GPS_TAG))
  const original = exif === null ? undefined : directory(view, exif, little).get(ORIGINAL_TAG)
  return { at: original ? momentOf(textOf(view, tiff, original, little)) : null, place: gps === null ? null : placeOf(view, tiff, gps, little) }
}

/** What is broken or says nothing was taken nowhere and never. */
export function takenOf(bytes: ArrayBuffer): Taken {
  const view = new DataView(bytes)
  try {
    if (view.getUint16(0) !== 0xffd8) return NOTHING
    let at = 2
    while (view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda) {
      if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return read(view, at + 10)
      at += 2 + view.getUint16(at + 2)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return NOTHING
}
