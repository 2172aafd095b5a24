import { describe, expect, it } from 'vitest'
import { moneyIn } from './money'

describe('money on the board', () => {
  it('is in 亿元 to two decimals, and in millions of yuan in English', () => {
    expect(moneyIn('zh-CN', 1_234_500_000_000)).toBe('123.45')
    expect(moneyIn('en', 1_234_500_000_000)).toBe('12,345')
  })
})
