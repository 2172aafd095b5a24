/** Knows how a photo is made small enough for a bad line: 1600 pixels, JPEG, turned as it was held, without what the file says besides. */
import { sha256 } from '@/api/sha256'
import { decoded, drawn, within } from '@/issue/files/shrink'

const LONGEST = 1600
const QUALITY = 0.8
export const TYPE = 'image/jpeg'

export interface Shrunk {
  sha: string
  bytes: ArrayBuffer
}

/** Throws where the file is no picture that this browser can read. */
export async function shrunk(file: Blob): Promise<Shrunk> {
  const image = await decoded(file)
  const small = await drawn(image, within(image.naturalWidth, image.naturalHeight, LONGEST), QUALITY)
  const bytes = await small.arrayBuffer()
  return { bytes, sha: await sha256(bytes) }
}
