import { expect, it } from 'vitest'
import { columnOf, DEFAULT_COLUMNS } from '../columns/columns'
import { beyond } from './aside'

const TICK = 36
/** A desk of 1440 px without its rail, the page's margins, the frame's lines and a scroll bar. */
const AT_1440 = 1440 - 184 - 32 - 2 - 15

it('counts the columns that are not wholly in view', () => {
  expect(beyond([100, 100, 100], TICK, 336)).toBe(0)
  expect(beyond([100, 100, 100], TICK, 330)).toBe(1)
  expect(beyond([100, 100, 100], TICK, 140)).toBe(2)
})

it('hides none of the columns that it begins with at 1440 px', () => {
  const widths = DEFAULT_COLUMNS.map((key) => columnOf(key, {}).width)
  expect(beyond(widths, TICK, AT_1440)).toBe(0)
})
