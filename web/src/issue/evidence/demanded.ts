/** Knows which evidence answers which demand, and which two photos show a place before and after. */
import type { EvidenceItem, EvidenceView, IssueView } from '@/api/generated'

export interface Demanded {
  kind: string
  name_zh: string
  name_en: string
  items: EvidenceItem[]
}

/** Every demand, answered or not; what was shown beside them comes last under its own kind. */
export function demanded(wanted: readonly EvidenceView[], shown: readonly EvidenceItem[]): Demanded[] {
  const of = (kind: string): EvidenceItem[] => shown.filter((item) => item.kind === kind)
  const asked = wanted.map(({ code, name_zh, name_en }) => ({ kind: code, name_zh, name_en, items: of(code) }))
  const kinds = new Set(asked.map(({ kind }) => kind))
  const beside = [...new Set(shown.map(({ kind }) => kind))].filter((kind) => !kinds.has(kind))
  return [...asked, ...beside.map((kind) => ({ kind, name_zh: kind, name_en: kind, items: of(kind) }))]
}

type Photographed = Pick<IssueView, 'attachments' | 'closure'>

export function beforeAfter({ attachments, closure }: Photographed): { before: string; after: string } | null {
  const before = attachments[0]
  const after = closure?.evidence.find(({ kind, sha256 }) => kind === 'site_photo' && sha256)?.sha256
  return before && after ? { before, after } : null
}
