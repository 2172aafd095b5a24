/** Knows what an inspector fills in: a visit with its findings and rechecks, or an incident. Plain data, kept as a draft. */
export interface PhotoRef {
  sha: string
  bytes: number
  takenAt: string
}

export type AbsentReason = 'denied' | 'no_signal' | 'turned_off' | 'not_supported'

export type Place =
  | { status: 'fixed'; latitude: number; longitude: number; accuracy: number; at: string }
  | { status: 'absent'; reason: AbsentReason }

export interface FindingForm {
  category: string
  severity: string
  description: string
  photos: PhotoRef[]
}

export interface RecheckForm {
  issue: string
  result: string | null
  note: string
  photos: PhotoRef[]
}

interface Common {
  begun: string
  project: string
  projectName: string
  place: Place | null
}

export interface VisitForm extends Common {
  what: 'visit'
  kind: 'site_visit' | 'follow_up' | 'recheck'
  percent: number | null
  stage: string
  outcome: string | null
  findings: FindingForm[]
  recheck: RecheckForm | null
}

export interface IncidentForm extends Common {
  what: 'incident'
  kind: string
  description: string
  started: string
  ongoing: boolean
  stopped: boolean
  minutes: number | null
  people: number | null
  injuries: number | null
  parties: string
  grievance: string
  raisedWith: string
  /** When 110 was called from this page. */
  called: string | null
  photos: PhotoRef[]
}

export type ReportForm = VisitForm | IncidentForm
export type What = 'visit' | 'recheck' | 'incident'

export const KINDS = ['forced_stoppage', 'blockade', 'mob', 'forced_contracting', 'forced_trading', 'forced_loading', 'forced_labour', 'extortion', 'provocation', 'other'] as const

export function newFinding(): FindingForm {
  return { category: '', severity: 'ordinary', description: '', photos: [] }
}

export function newForm(what: What, issue = ''): ReportForm {
  const common: Common = { begun: new Date().toISOString(), project: '', projectName: '', place: null }
  if (what === 'incident') {
    return { ...common, what, kind: '', description: '', started: common.begun, ongoing: true, stopped: true, minutes: null, people: null, injuries: null, parties: '', grievance: '', raisedWith: '', called: null, photos: [] }
  }
  const recheck = what === 'recheck' ? { issue, result: null, note: '', photos: [] } : null
  return { ...common, what: 'visit', kind: recheck ? 'recheck' : 'site_visit', percent: null, stage: '', outcome: null, findings: [], recheck }
}

export function photosOf(form: ReportForm): PhotoRef[] {
  if (form.what === 'incident') return form.photos
  return [...(form.outcome === 'found' ? form.findings.flatMap((finding) => finding.photos) : []), ...(form.recheck?.photos ?? [])]
}
