/** A form becomes what the contract takes: nothing is made up, and silence is no answer. */
import { expect, it } from 'vitest'
import { newFinding, newForm, type IncidentForm, type VisitForm } from './forms'
import { lacksOf, reportOf } from './written'

const PHONE = { id: 'd', version: '1' }
const visit = (more: Partial<VisitForm>): VisitForm => ({ ...(newForm('visit') as VisitForm), project: 'P', ...more })

it('asks for the project and whether a problem was found', () => {
  expect(lacksOf(newForm('visit'))).toEqual(['project', 'outcome'])
  expect(lacksOf(visit({ outcome: 'none' }))).toEqual([])
  expect(lacksOf(visit({ outcome: 'found', findings: [newFinding()] }))).toEqual(['words'])
})

it('says that no problem was found only where there is none', () => {
  const finding = { ...newFinding(), category: 'land', description: ' x ' }
  expect(reportOf(visit({ outcome: 'none', findings: [finding] }), PHONE)).toMatchObject({ no_problem_found: true, findings: [] })
  expect(reportOf(visit({ outcome: 'found', findings: [finding] }), PHONE)).toMatchObject({ no_problem_found: false, findings: [{ description: 'x' }] })
})

it('rechecks an issue', () => {
  const form = newForm('recheck', 'i') as VisitForm
  expect(lacksOf({ ...form, project: 'P' })).toEqual(['result'])
  const report = reportOf({ ...form, project: 'P', recheck: { issue: 'i', result: 'not_solved', note: '', photos: [] } }, PHONE)
  expect(report).toMatchObject({ kind: 'recheck', no_problem_found: false, rechecks: [{ issue_id: 'i', result: 'not_solved' }] })
})

it('never makes up a place', () => {
  expect(reportOf(visit({}), PHONE)['location']).toEqual({ status: 'absent', reason: 'not_recorded' })
  expect(reportOf(visit({ place: { status: 'absent', reason: 'denied' } }), PHONE)['location']).toEqual({ status: 'absent', reason: 'denied' })
})

it('names a photo once', () => {
  const photos = [{ sha: 'a', bytes: 1, takenAt: 't' }]
  const findings = [1, 2].map(() => ({ ...newFinding(), photos }))
  expect(reportOf(visit({ outcome: 'found', findings }), PHONE)['attachments']).toHaveLength(1)
})

it('keeps a legitimate demand apart from what is alleged, and the call to 110 as a referral', () => {
  const form = { ...(newForm('incident') as IncidentForm), project: 'P', kind: 'blockade', description: 'x', grievance: 'y', called: 't' }
  expect(lacksOf(form)).toEqual([])
  expect(reportOf(form, PHONE)).toMatchObject({ description: 'x', grievance: { description: 'y' }, referrals: [{ body: 'police_110', referred_at: 't' }] })
})
