import { expect, it } from 'vitest'
import { above, levelOf } from './scope'

it('tells a county, its city and the province by their codes', () => {
  expect(['140105', '140100', '140000'].map(levelOf)).toEqual(['county', 'city', 'province'])
  expect(['140105', '140100', '140000'].map(above)).toEqual(['140100', '140000', null])
})
