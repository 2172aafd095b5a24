import { expect, it } from 'vitest'
import { evidenceOf, lacking, linesOf, type Line } from './checklist'

const [agreement, photo] = linesOf([
  { kind: 'compensation_agreement', name_zh: '征收补偿协议', name_en: 'agreement', photo: false },
  { kind: 'site_photo', name_zh: '现场照片', name_en: 'photo', photo: true },
]) as [Line, Line]

it('takes words for a document, and nothing but a photo for the site', () => {
  expect(lacking([agreement, photo])).toEqual(['compensation_agreement', 'site_photo'])
  expect(lacking([{ ...agreement, text: '协议已签' }, { ...photo, text: '已复工' }])).toEqual(['site_photo'])
})

it('shows each photo, with the words beside the first', () => {
  expect(evidenceOf([agreement, { ...photo, text: '东侧', shas: ['aa', 'bb'] }])).toEqual([
    { kind: 'site_photo', sha256: 'aa', text: '东侧' },
    { kind: 'site_photo', sha256: 'bb' },
  ])
})

it('begins with what was filled in before and not sent', () => {
  const wanted = [{ kind: 'site_photo', name_zh: '现场照片', name_en: 'photo', photo: true }]
  expect(linesOf(wanted, [{ kind: 'site_photo', sha256: 'aa', text: '东侧' }, { kind: 'other', text: 'x' }])).toEqual([{ kind: 'site_photo', photo: true, text: '东侧', shas: ['aa'] }])
})
