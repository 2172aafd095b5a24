import { describe, expect, it } from 'vitest'
import { matching } from './option'

const UNITS = [
  { value: '140105-housing', label: '小店区住建局', hint: '小店区' },
  { value: '140106-housing', label: '迎泽区住建局', hint: '迎泽区' },
  { value: '140105-land', label: '小店区自然资源局', hint: '小店区' },
]

describe('what one types narrows a list', () => {
  it('to what has every word typed, wherever it stands', () => {
    expect(matching(UNITS, '小店 住建').map((unit) => unit.value)).toEqual(['140105-housing'])
    expect(matching(UNITS, '140105').map((unit) => unit.value)).toEqual(['140105-housing', '140105-land'])
  })

  it('by the characters of a short name in their order, after what has them side by side', () => {
    const whole = { value: '140105-hc', label: '小店区住房和城乡建设局', hint: '小店区' }
    expect(matching([whole, ...UNITS], '小店 住建').map((unit) => unit.value)).toEqual(['140105-housing', '140105-hc'])
    expect(matching([whole], '建住')).toEqual([])
  })

  it('to nothing where nothing is like it, and not at all by blanks', () => {
    expect(matching(UNITS, '水利')).toEqual([])
    expect(matching(UNITS, '  ')).toHaveLength(3)
  })

  it('to no more than can be shown', () => {
    expect(matching(UNITS, '', 2)).toHaveLength(2)
  })
})
