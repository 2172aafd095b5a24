import { expect, it } from 'vitest'
import { createKeys } from './giving'

it('sends the same words under the same key, and others under another', () => {
  const keyOf = createKeys()
  const given = { command: 'remind', body: {}, version: 4 }
  const first = keyOf(given)
  expect(keyOf({ ...given })).toBe(first)
  expect(keyOf({ ...given, version: 5 })).not.toBe(first)
})
