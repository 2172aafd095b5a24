/** Knows how a form becomes a report of the contract (docs/contract.md), and what it still lacks. */
import { isTooLong, NAME, TEXT } from '@/words/length'
import { clockKnown, nowMs } from '@/time/clock'
import { photosOf, type FindingForm, type IncidentForm, type PhotoRef, type Place, type RecheckForm, type ReportForm, type VisitForm } from './forms'

export type Lack = 'long' | 'project' | 'outcome' | 'findings' | 'words' | 'issue' | 'result' | 'kind' | 'description'

export interface Phone {
  id: string
  version: string
}

const OS_LETTERS = 120

function isWhole(finding: FindingForm): boolean {
  return finding.category !== '' && finding.description.trim() !== ''
}

function lacksOfVisit(form: VisitForm): Lack[] {
  const lacks: Lack[] = []
  if (form.recheck) {
    if (!form.recheck.issue) lacks.push('issue')
    if (!form.recheck.result) lacks.push('result')
  } else if (!form.outcome) lacks.push('outcome')
  if (form.outcome === 'found' && form.findings.length === 0) lacks.push('findings')
  if (form.outcome === 'found' && !form.findings.every(isWhole)) lacks.push('words')
  return lacks
}

/** Every text that is sent, with how long it may be. */
function textsOf(form: ReportForm): [text: string, most: number][] {
  if (form.what === 'incident') return [[form.description, TEXT], [form.parties, TEXT], [form.grievance, TEXT], [form.grievance.trim() ? form.raisedWith : '', NAME]]
  const found = form.outcome === 'found' ? form.findings : []
  return [...found.map(({ description }): [string, number] => [description, TEXT]), [form.recheck?.note ?? '', TEXT], [form.stage, NAME]]
}

export function lacksOf(form: ReportForm): Lack[] {
  const isOfIssue = form.what === 'visit' && form.recheck?.issue === ''
  const lacks: Lack[] = form.project || isOfIssue ? [] : ['project']
  if (textsOf(form).some(([text, most]) => isTooLong(text, most))) lacks.push('long')
  if (form.what === 'visit') return [...lacks, ...lacksOfVisit(form)]
  if (!form.kind) lacks.push('kind')
  if (!form.description.trim()) lacks.push('description')
  return lacks
}

function locationOf(place: Place | null): Record<string, unknown> {
  if (place === null) return { status: 'absent', reason: 'not_recorded' }
  if (place.status === 'absent') return { status: 'absent', reason: place.reason }
  const { latitude, longitude, accuracy, at } = place
  return { status: 'fixed', latitude, longitude, accuracy_m: accuracy, source_crs: 'WGS-84', mock: false, fixed_at: at }
}

function attachmentsOf(photos: readonly PhotoRef[]): Record<string, unknown>[] {
  const each = new Map(photos.map((photo) => [photo.sha, photo]))
  return [...each.values()].map((photo) => ({ sha256: photo.sha, media_type: 'image/jpeg', bytes: photo.bytes, taken_at: photo.takenAt }))
}

const hashes = (photos: readonly PhotoRef[]): string[] => [...new Set(photos.map((photo) => photo.sha))]

function findingOf(finding: FindingForm): Record<string, unknown> {
  const { category, severity, description, photos } = finding
  return { category, severity, description: description.trim(), attachments: hashes(photos) }
}

function recheckOf({ issue, result, note, photos }: RecheckForm): Record<string, unknown> {
  return { issue_id: issue, result, ...(note.trim() && { note: note.trim() }), attachments: hashes(photos) }
}

function visitOf(form: VisitForm): Record<string, unknown> {
  const findings = form.outcome === 'found' ? form.findings.map(findingOf) : []
  const progress = { ...(form.percent !== null && { percent: form.percent }), ...(form.stage.trim() && { stage: form.stage.trim() }) }
  return {
    kind: form.kind,
    findings,
    rechecks: form.recheck ? [recheckOf(form.recheck)] : [],
    no_problem_found: findings.length === 0 && (form.recheck === null || form.recheck.result === 'solved'),
    ...(Object.keys(progress).length > 0 && { progress }),
  }
}

function incidentOf(form: IncidentForm): Record<string, unknown> {
  const said = (name: string, value: string): Record<string, string> => (value.trim() ? { [name]: value.trim() } : {})
  return {
    kind: form.kind,
    description: form.description.trim(),
    started_at: form.started,
    ongoing: form.ongoing,
    works: { stopped: form.stopped, ...(form.minutes !== null && { minutes: form.minutes }) },
    ...(form.people !== null && { people: form.people }),
    ...(form.injuries !== null && { injuries: form.injuries }),
    ...said('alleged_parties', form.parties),
    ...(form.grievance.trim() && { grievance: { description: form.grievance.trim(), ...said('raised_with', form.raisedWith) } }),
    referrals: form.called ? [{ body: 'police_110', referred_at: form.called }] : [],
  }
}

/** The report without its id, as it is serialized once. */
export function reportOf(form: ReportForm, phone: Phone, now: number = Date.now()): Record<string, unknown> {
  return {
    schema_version: '1.0',
    captured_at: form.begun,
    sent_at: new Date(now).toISOString(),
    device: {
      id: phone.id,
      app_version: phone.version,
      os: navigator.userAgent.slice(0, OS_LETTERS) || 'web',
      ...(clockKnown.value && { clock_error_ms: Math.round(now - nowMs()) }),
    },
    project_code: form.project,
    location: locationOf(form.place),
    attachments: attachmentsOf(photosOf(form)),
    ...(form.what === 'visit' ? visitOf(form) : incidentOf(form)),
  }
}
