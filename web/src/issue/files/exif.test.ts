import { expect, it } from 'vitest'
import { takenOf } from './exif'

/** The smallest JPEG head whose EXIF has one moment, big-endian. */
function photo(moment: string): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(96))
  view.setUint16(0, 0xffd8)
  view.setUint16(2, 0xffe1)
  view.setUint16(4, 80)
  view.setUint32(6, 0x45786966)
  const tiff = 12
  view.setUint16(tiff, 0x4d4d)
  view.setUint16(tiff + 2, 42)
  view.setUint32(tiff + 4, 8)
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    view.setUint16(at, tag)
    view.setUint16(at + 2, type)
    view.setUint32(at + 4, count)
    view.setUint32(at + 8, value)
  }
  view.setUint16(tiff + 8, 1)
  entry(tiff + 10, 0x8769, 4, 1, 26)
  view.setUint16(tiff + 26, 1)
  entry(tiff + 28, 0x9003, 2, 20, 44)
  ;[...moment].forEach((letter, place) => view.setUint8(tiff + 44 + place, letter.charCodeAt(0)))
  return view.buffer
}

it('reads when a photo was taken, in China’s time', () => {
  expect(takenOf(photo('2026:03:06 09:12:00')).at).toBe('2026-03-06T09:12:00+08:00')
})

it('says nothing of what is no photo, or is cut', () => {
  expect(takenOf(new ArrayBuffer(0))).toEqual({ at: null, place: null })
  expect(takenOf(photo('2026:03:06 09:12:00').slice(0, 30))).toEqual({ at: null, place: null })
})
