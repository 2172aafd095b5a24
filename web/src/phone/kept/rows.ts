/** Knows what the phone keeps: reports on their way, drafts, photos, answers of the server, keys of who signed in here. */

/** How far a report is; nothing is called sent before the ledger has it. A draft is not a report yet. */
export type Fate = 'here' | 'received' | 'in_ledger' | 'trouble'
export type ReportType = 'site_visit' | 'incident' | 'figure'
/** The one thing that helps a report in trouble. */
export type Remedy = 'mend' | 'renumber' | 'again'

export interface Why {
  remedy: Remedy
  /** The server's own sentence. */
  text: string
}

export interface KeptReport {
  id: string
  person: string
  type: ReportType
  title: string
  made: number
  fate: Fate
  why: Why | null
  /** As serialized once; gone only after the ledger has the report. */
  bytes: ArrayBuffer | null
  /** The form as it was filled in, for mending; gone with the bytes. */
  form: unknown
  photos: string[]
  serials: string[]
  tries: number
  tried: number | null
  next: number
  ended: number | null
  exported: boolean
}

export interface KeptPhoto {
  person: string
  sha: string
  bytes: ArrayBuffer
  type: string
  takenAt: string
  up: boolean
}

export interface KeptDraft {
  id: string
  person: string
  type: ReportType
  changed: number
  form: unknown
  /** Where a photo is being taken: said before the camera opens, for a browser that is killed meanwhile. */
  adding: string | null
}

/** The phone's database. */
export const DATABASE = 'xiaohao'
/** Under what it is kept who signed in last. */
export const WHO = 'who'

export interface KeptAnswer {
  key: string
  value: unknown
  etag: string | null
  at: number
}

export interface KeptKey {
  person: string
  pair: CryptoKeyPair
  device: string
  /** The last that the server took; the next is kept in `pending` before it is sent. */
  counter: number
  pending: { counter: number; attempt: string } | null
  registered: boolean
  access: string | null
  until: number
  ended: 'device-ended' | 'device-copied' | null
}
