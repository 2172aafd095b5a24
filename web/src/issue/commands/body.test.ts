import { expect, it } from 'vitest'
import { bodyOf, missing } from './body'
import { FIELDS } from './fields'

const fields = (command: string) => FIELDS[command] ?? []

it('leaves out what is empty, and says yes or no of what is asked so', () => {
  expect(bodyOf(fields('report-progress'), { note: ' 已进场 ', measures: '', percent: 40 })).toEqual({ note: '已进场', percent: 40, works_resumed: false })
})

it('takes each line as a reason of its own', () => {
  expect(bodyOf(fields('return-closure'), { reasons: '缺批复\n\n 照片不清 ' })).toEqual({ reasons: ['缺批复', '照片不清'] })
})

it('asks for a visit only where it was on site', () => {
  expect(missing(fields('record-recheck'), { result: 'solved' })).toEqual([])
  expect(missing(fields('record-recheck'), { result: 'solved', on_site: true })).toEqual(['report_id'])
})

it('asks why a correction is not accepted, and for no reason where it is', () => {
  const values = { report_id: 'x', accepted: 'false' }
  expect(missing(fields('judge-correction'), values)).toEqual(['reason'])
  expect(bodyOf(fields('judge-correction'), { ...values, accepted: 'true' })).toEqual({ report_id: 'x', accepted: true })
})

it('names a policy by its name and version, and a moment in China’s time', () => {
  expect(bodyOf(fields('move-policy'), { policy: '13710/2', reason: '改' })).toEqual({ policy: '13710', version: 2, reason: '改' })
  expect(bodyOf(fields('log-referral'), { body: 'police_110', referred_at: '2026-03-06T09:00' })['referred_at']).toBe('2026-03-06T09:00:00+08:00')
})

it('reads a place as latitude and longitude, and what says no place is asked for again', () => {
  const typed = (location: string) => ({ reason: '误选', location })
  expect(bodyOf(fields('correct'), typed('37.7362，112.5651'))).toEqual({ reason: '误选', location: { latitude: 37.7362, longitude: 112.5651 } })
  expect(['37.7362 112.5651', '137.7, 112.5', '小店区', ''].map((text) => missing(fields('correct'), typed(text)))).toEqual([[], ['location'], ['location'], []])
})
