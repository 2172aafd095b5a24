import { describe, expect, it } from 'vitest'
import { lineOf, stem } from './scope'

describe('a region', () => {
  it('has a line from the province down', () => {
    expect(lineOf('140105')).toEqual(['140000', '140100', '140105'])
    expect(lineOf('140100')).toEqual(['140000', '140100'])
    expect(lineOf('140000')).toEqual(['140000'])
  })

  it('has a stem that the codes of all below it begin with', () => {
    expect(['140000', '140100', '140105'].map(stem)).toEqual(['14', '1401', '140105'])
  })
})
