/** Knows how a question is addressed. */
type Scalar = string | number | boolean
export type Query = Record<string, Scalar | readonly Scalar[] | null | undefined>

/** A path with its query: several values joined by commas, what is empty left out. */
export function address(path: string, query: Query = {}): string {
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue
    const text = Array.isArray(value) ? value.join(',') : String(value)
    if (text !== '') pairs.set(name, text)
  }
  const tail = pairs.toString()
  return tail ? `${path}?${tail}` : path
}
