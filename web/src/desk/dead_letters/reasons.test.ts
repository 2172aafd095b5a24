import { expect, it } from 'vitest'
import en from './words/en.json'
import zh from './words/zh-CN.json'
import { laidOut, mendedIn, reasonKey } from './reasons'

it('has words for every reason, and others for one that nobody has written words for', () => {
  const reasons = ['unknown-project', 'unknown-reporter', 'unknown-category', 'invalid', 'conflict', 'figure-conflict', 'figure-fault', 'unreadable', 'unknown-type', 'not-processable', 'unsigned', 'damaged']
  expect(reasons.map(reasonKey)).toEqual(reasons)
  expect(reasonKey('brand-new')).toBe('other')
  for (const words of [zh, en]) expect(Object.keys(words['dead-letters'].reasons).sort()).toEqual([...reasons, 'other'].sort())
})

it('leads to where the registry is mended', () => {
  expect([mendedIn('unknown-project'), mendedIn('unknown-reporter'), mendedIn('unsigned')]).toEqual(['organisation-import', 'organisation', null])
})

it('lays JSON out, and leaves what is none as it is', () => {
  expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(laidOut('{"a":')).toBe('{"a":')
})
