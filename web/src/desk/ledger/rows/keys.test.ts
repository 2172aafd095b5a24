import { expect, it } from 'vitest'
import { meant, type Pressed } from './keys'

const STANDING = { at: 5, last: 99, view: 20 }
const press = (key: string, more: Partial<Pressed> = {}): ReturnType<typeof meant> =>
  meant({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more }, STANDING)

it.each([
  ['ArrowDown', 6], ['j', 6], ['J', 6], ['ArrowUp', 4], ['k', 4], ['PageDown', 25], ['PageUp', 0], ['Home', 0], ['End', 99],
])('%s moves to row %i', (key, to) => {
  expect(press(key)).toEqual({ do: 'move', to, extend: false })
})

it('goes no further than the list', () => {
  expect(meant({ key: 'ArrowDown', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }, { at: 99, last: 99, view: 20 })).toEqual({ do: 'move', to: 99, extend: false })
})

it('chooses along the way with Shift', () => {
  expect(press('ArrowDown', { shiftKey: true })).toEqual({ do: 'move', to: 6, extend: true })
  expect(press(' ', { shiftKey: true })).toEqual({ do: 'choose-to' })
})

it.each([
  ['Enter', {}, 'peek'], ['Enter', { ctrlKey: true }, 'open'], ['Enter', { metaKey: true }, 'open'], ['x', {}, 'choose'], [' ', {}, 'choose'],
  ['/', {}, 'search'], ['c', { ctrlKey: true }, 'copy'], ['a', { metaKey: true }, 'choose-all'], ['Escape', {}, 'leave'],
])('%s %o means %s', (key, more, what) => {
  expect(press(key, more)).toEqual({ do: what })
})

it('leaves the browser its own keys', () => {
  for (const [key, more] of [['v', { ctrlKey: true }], ['j', { ctrlKey: true }], ['k', { metaKey: true }], ['ArrowLeft', { altKey: true }], ['f', {}], ['Tab', {}]] as const) {
    expect(press(key, more)).toBeNull()
  }
})
