/** Knows the checklist of a closure: what the category demands, and what of it is not there yet. */
import type { EvidenceItem, EvidenceWanted } from '@/api/generated'

export interface Line {
  kind: string
  photo: boolean
  text: string
  shas: string[]
}

/** A line for each kind; with `before`, as it was filled in and not sent. */
export function linesOf(wanted: readonly EvidenceWanted[], before: readonly EvidenceItem[] = []): Line[] {
  return wanted.map(({ kind, photo }) => {
    const its = before.filter((one) => one.kind === kind)
    return { kind, photo, text: its[0]?.text ?? '', shas: its.flatMap(({ sha256 }) => sha256 ?? []) }
  })
}

/** A photo of the site has to be one; anything else is shown by a file or told in words. */
export function isDone({ photo, text, shas }: Line): boolean {
  return shas.length > 0 || (!photo && text.trim() !== '')
}

export function lacking(lines: readonly Line[]): string[] {
  return lines.filter((line) => !isDone(line)).map(({ kind }) => kind)
}

export function evidenceOf(lines: readonly Line[]): EvidenceItem[] {
  return lines.flatMap(({ kind, text, shas }): EvidenceItem[] => {
    const words = text.trim()
    if (shas.length === 0) return words ? [{ kind, text: words }] : []
    return shas.map((sha256, place) => (words && place === 0 ? { kind, sha256, text: words } : { kind, sha256 }))
  })
}
