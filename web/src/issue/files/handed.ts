/** Knows how a file is handed to the person, as a download of the browser. */
const SOON_MS = 60_000

export function hand(name: string, file: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // Some browsers read the address only after the click: it is let go of later.
  setTimeout(() => URL.revokeObjectURL(link.href), SOON_MS)
}
