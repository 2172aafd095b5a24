/** Knows how a photo is made small enough to send from a site: at most 2048 pixels, JPEG, turned upright. */
const MOST_PIXELS = 2048
const QUALITY = 0.85

/** The size within the limit; never larger than it is. */
export function within(width: number, height: number, most = MOST_PIXELS): { width: number; height: number } {
  const scale = Math.min(1, most / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** The picture in a file. Throws where this browser can read none in it. */
export function decoded(file: Blob): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(file)
  const image = new Image()
  return new Promise<HTMLImageElement>((resolve, reject) => {
    image.onload = () => resolve(image)
    image.onerror = () => reject(new Error('no picture'))
    image.src = url
  }).finally(() => URL.revokeObjectURL(url))
}

/** A picture drawn anew as a JPEG of that size: turned as it was held, without what its file says besides. */
export function drawn(image: HTMLImageElement, size: { width: number; height: number }, quality: number): Promise<Blob> {
  const canvas = Object.assign(document.createElement('canvas'), size)
  canvas.getContext('2d')?.drawImage(image, 0, 0, size.width, size.height)
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', quality))
}

/** A document stays as it is; a photo that is small already too. */
export async function shrunk(file: Blob): Promise<Blob> {
  if (!file.type.startsWith('image/')) return file
  const image = await decoded(file)
  const size = within(image.naturalWidth, image.naturalHeight)
  if (file.type === 'image/jpeg' && size.width === image.naturalWidth && file.size < 1_000_000) return file
  return drawn(image, size, QUALITY)
}
