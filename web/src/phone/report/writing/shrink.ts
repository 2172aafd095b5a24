/** Knows how a photo is made small enough for a bad line: 1600 pixels, JPEG, turned as it was held, without what the file says besides. */
import { hex } from '../../device/key'

const LONGEST = 1600
const QUALITY = 0.8
export const TYPE = 'image/jpeg'

export interface Shrunk {
  sha: string
  bytes: ArrayBuffer
}

function decoded(file: Blob): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image()
    const address = URL.createObjectURL(file)
    const over = (work: () => void) => () => {
      URL.revokeObjectURL(address)
      work()
    }
    image.onload = over(() => resolve(image))
    image.onerror = over(() => reject(new Error('no picture')))
    image.src = address
  })
}

function drawnSmall(image: HTMLImageElement): HTMLCanvasElement {
  const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.naturalWidth * scale)
  canvas.height = Math.round(image.naturalHeight * scale)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** Throws where the file is no picture that this browser can read. */
export async function shrunk(file: Blob): Promise<Shrunk> {
  const canvas = drawnSmall(await decoded(file))
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, TYPE, QUALITY))
  if (!blob) throw new Error('no picture')
  const bytes = await blob.arrayBuffer()
  return { bytes, sha: hex(await crypto.subtle.digest('SHA-256', bytes)) }
}
