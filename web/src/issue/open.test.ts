import { expect, it } from 'vitest'
import { isOpen, OPEN, OPEN_STATES } from './open'

it('knows the open states in whatever order an address names them', () => {
  expect(isOpen(OPEN.split(','))).toBe(true)
  expect(isOpen([...OPEN_STATES].reverse())).toBe(true)
})

it('takes fewer, or what is over as well, for another choice', () => {
  expect(isOpen(OPEN_STATES.slice(1))).toBe(false)
  expect(isOpen([...OPEN_STATES, 'closed'])).toBe(false)
  expect(isOpen([])).toBe(false)
})
