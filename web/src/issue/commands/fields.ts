/** Knows the words of each command as fields of a form; file-plan and request-closure have forms of their own. */
export type FieldKind =
  | 'text' | 'area' | 'lines' | 'day' | 'moment' | 'number' | 'check' | 'choice' | 'files' | 'serial'
  | 'unit' | 'units' | 'unit-of-issue' | 'person' | 'persons' | 'policy' | 'category' | 'region' | 'place' | 'visit'
  | 'milestone' | 'referral' | 'correction' | 'instruction'

export interface Field {
  name: string
  kind: FieldKind
  /** Letters that the text may have, where it is not as long as any. */
  most?: number
  required?: boolean
  /** Of a choice: its values, called by `commands.options.<name>.<value>`. */
  values?: readonly string[]
  /** Shown only where another field says so. */
  when?: { name: string; is: unknown }
}

const need = (name: string, kind: FieldKind, more: Partial<Field> = {}): Field => ({ name, kind, required: true, ...more })
const may = (name: string, kind: FieldKind, more: Partial<Field> = {}): Field => ({ name, kind, ...more })
const REASON = need('reason', 'area')
const NOTE = may('note', 'area')
const FILES = may('attachments', 'files')
const BECAUSE = [REASON, FILES]

export const OWN_FORMS = ['file-plan', 'request-closure'] as const

export const FIELDS: Readonly<Record<string, readonly Field[]>> = {
  assign: [need('unit_id', 'unit'), may('supporting_unit_ids', 'units'), NOTE, FILES],
  accept: [need('person_id', 'person'), NOTE],
  decline: BECAUSE,
  'report-progress': [need('note', 'area'), may('measures', 'area'), may('percent', 'number'), may('works_resumed', 'check'), FILES],
  'record-recheck': [
    need('result', 'choice', { values: ['solved', 'not_solved'] }), may('on_site', 'check'),
    need('report_id', 'visit', { when: { name: 'on_site', is: true } }), NOTE, FILES,
  ],
  'approve-closure': [need('grade', 'choice', { values: ['excellent', 'good', 'qualified'] }), NOTE, FILES],
  'return-closure': [need('reasons', 'lines'), NOTE, FILES],
  reopen: BECAUSE,
  void: BECAUSE,
  unvoid: BECAUSE,
  'judge-correction': [
    need('report_id', 'correction'), need('accepted', 'choice', { values: ['true', 'false'] }),
    need('reason', 'area', { when: { name: 'accepted', is: 'false' } }), FILES,
  ],
  'log-referral': [
    need('body', 'choice', { values: ['police_110', 'public_security', 'saohei_office', 'labour_inspection', 'petition_office', 'local_government', 'other'] }),
    need('referred_at', 'moment'), may('case_number', 'text', { most: 120 }), NOTE, FILES,
  ],
  'answer-referral': [
    need('place', 'referral'), need('state', 'choice', { values: ['taken', 'declined', 'concluded'] }),
    need('answered_at', 'moment'), may('case_number', 'text', { most: 120 }), NOTE, FILES,
  ],
  'request-extension': [need('due_on', 'day'), ...BECAUSE],
  'approve-extension': [NOTE, FILES],
  'refuse-extension': BECAUSE,
  'request-suspension': [need('resume_on', 'day'), ...BECAUSE],
  suspend: [need('resume_on', 'day'), ...BECAUSE],
  'refuse-suspension': BECAUSE,
  resume: BECAUSE,
  merge: [need('into', 'serial'), ...BECAUSE],
  part: BECAUSE,
  'move-policy': [need('policy', 'policy'), ...BECAUSE],
  'change-person': [need('person_id', 'person'), ...BECAUSE],
  'change-support': [may('add', 'units'), may('remove', 'unit-of-issue'), ...BECAUSE],
  transfer: [need('unit_id', 'unit'), ...BECAUSE],
  comment: [need('note', 'area'), may('mentions', 'persons'), FILES],
  instruct: [need('note', 'area'), may('due_on', 'day'), may('mentions', 'persons'), FILES],
  remind: [NOTE],
  reply: [need('note', 'area'), may('instruction', 'instruction'), may('mentions', 'persons'), FILES],
  'tick-milestone': [need('number', 'milestone'), may('reached_on', 'day'), NOTE, FILES],
  'withdraw-closure': BECAUSE,
  'withdraw-extension': BECAUSE,
  'withdraw-suspension': BECAUSE,
  correct: [
    may('category', 'category'), may('severity', 'choice', { values: ['ordinary', 'major'] }), may('description', 'area'), may('region', 'region'), may('location', 'place'), ...BECAUSE,
  ],
}

/** What cannot be taken back, or ends an issue: asked once more. */
export const GRAVE: readonly string[] = ['void', 'merge']
