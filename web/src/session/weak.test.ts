import { expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { weakIn } from './weak'

const refused = (path: string): Problem =>
  new Problem(422, { type: 'urn:xiaohao:problem:invalid', detail: '内容不符合要求 / the request breaks the contract', faults: [{ path, message: '密码太短,请再加几个词；too short: add a few words', type: 'too-short' }] })

it('says of a new password what to do, in the language of the page', () => {
  expect(weakIn(refused('$.new_password'), 'zh-CN')).toBe('密码太短,请再加几个词')
  expect(weakIn(refused('$.new_password'), 'en')).toBe('too short: add a few words')
})

it('leaves every other refusal to whoever asked', () => {
  expect(weakIn(refused('$.person_id'), 'zh-CN')).toBeNull()
  expect(weakIn(new Error('no answer'), 'zh-CN')).toBeNull()
})
