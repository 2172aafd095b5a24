import { expect, it } from 'vitest'
import { FIELDS, OWN_FORMS } from './fields'
import { foremost, ORDER, ordered } from './order'

it('offers what is possible first, in the order of an issue’s life', () => {
  const may = [{ command: 'void', ok: true }, { command: 'accept', ok: false }, { command: 'assign', ok: true }]
  expect(ordered(may).map(({ command }) => command)).toEqual(['assign', 'void', 'accept'])
  expect(foremost(may).map(({ command }) => command)).toEqual(['assign', 'void'])
})

it('has a form for every command that it offers', () => {
  expect([...Object.keys(FIELDS), ...OWN_FORMS].sort()).toEqual([...ORDER].sort())
})
