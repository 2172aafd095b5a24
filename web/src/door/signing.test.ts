import { expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { bodyOf, wantsDigits } from './signing'

const GIVEN = { person: ' staff-1 ', password: ' a pass phrase ', totp: '', code: ' 1234-5678 ' }

it('sends a password as it was typed, and a name without the blanks around it', () => {
  expect(bodyOf(GIVEN, 'password')).toEqual({ person_id: 'staff-1', password: ' a pass phrase ' })
})

it('sends a one-time code with the password to set', () => {
  expect(bodyOf(GIVEN, 'code')).toEqual({ person_id: 'staff-1', code: '1234-5678', new_password: ' a pass phrase ' })
})

it('sends the six digits where they were asked for', () => {
  expect(bodyOf({ ...GIVEN, totp: '123456' }, 'password')).toMatchObject({ totp: '123456' })
  expect(wantsDigits(new Problem(401, { type: 'urn:xiaohao:problem:second-factor-needed' }))).toBe(true)
  expect(wantsDigits(new Problem(401, { type: 'urn:xiaohao:problem:sign-in-refused' }))).toBe(false)
})
