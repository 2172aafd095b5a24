import { expect, it } from 'vitest'
import { above, levelOf, upFrom } from './levels'

it('tells a county, its city and the province by their codes', () => {
  expect(['140105', '140100', '140000'].map(levelOf)).toEqual(['county', 'city', 'province'])
  expect(['140105', '140100', '140000'].map(above)).toEqual(['140100', '140000', null])
})

it('leads up as far as one may look, and no further', () => {
  expect(upFrom('140105', '140000')).toEqual({ region: '140100' })
  expect(upFrom('140100', '140000')).toEqual({ region: undefined })
  expect(upFrom('140100', '140100')).toBeNull()
  expect(upFrom(null, '140000')).toBeNull()
})
