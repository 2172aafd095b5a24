// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { deedOf } from './keys'

function pressed(key: string, inside = 'p', more: KeyboardEventInit = {}): ReturnType<typeof deedOf> {
  const place = document.body.appendChild(document.createElement(inside))
  let deed: ReturnType<typeof deedOf> = null
  place.addEventListener('keydown', (event) => (deed = deedOf(event as KeyboardEvent)))
  place.dispatchEvent(new KeyboardEvent('keydown', { key, ...more }))
  return deed
}

it('knows the keys of a list, in either case', () => {
  expect(['j', 'K', 'ArrowDown', 'e', 'o', 'x'].map((key) => pressed(key))).toEqual(['next', 'previous', 'next', 'acknowledge', 'open', null])
})

it('takes no key from who writes, nor one of the browser', () => {
  expect(pressed('e', 'input')).toBeNull()
  expect(pressed('e', 'textarea')).toBeNull()
  expect(pressed('e', 'p', { ctrlKey: true })).toBeNull()
})
