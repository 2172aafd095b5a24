import { describe, expect, it } from 'vitest'
import { inSize, moneyOf, sizeOf, writtenIn } from './money'

describe('what is typed', () => {
  it.each([
    ['41000', 'wan', 41_000_000_000],
    ['4.1', 'yi', 41_000_000_000],
    ['４１，０００．５', 'wan', 41_000_500_000],
    ['0.1', 'yi', 1_000_000_000],
    ['0', 'wan', 0],
    ['.5', 'wan', 500_000],
    ['1.10000000000', 'yi', 11_000_000_000],
  ] as const)('%s in %s is whole 分', (typed, unit, fen) => {
    expect(moneyOf(typed, unit)).toEqual({ fen })
  })

  it.each([
    ['-3', 'negative'],
    ['－3', 'negative'],
    ['1e30', 'too-much'],
    ['500000000000', 'too-much'],
    ['1e3', 'unreadable'],
    ['四亿', 'unreadable'],
    ['.', 'unreadable'],
    ['3亿', 'unreadable'],
    ['1.0000001', 'too-fine'],
  ] as const)('%s is refused as %s', (typed, fault) => {
    expect(moneyOf(typed, 'wan')).toEqual({ fault })
  })

  it('nothing is nothing', () => {
    expect(moneyOf(' ', 'yi')).toBeNull()
  })
})

it('is written as it was typed', () => {
  for (const [fen, unit, text] of [[41_000_000_000, 'yi', '4.1'], [41_000_000_000, 'wan', '41000'], [1, 'wan', '0.000001'], [0, 'yi', '0']] as const) {
    expect(writtenIn(fen, unit)).toBe(text)
    expect(moneyOf(text, unit)).toEqual({ fen })
  }
})

it('is said in 亿元 from one on, in 万元 below, and amounts together in one unit', () => {
  expect(inSize('zh-CN', sizeOf('zh-CN', 41_000_000_000), 41_000_000_000)).toBe('4.1')
  expect(inSize('zh-CN', sizeOf('zh-CN', 9_999_000_000, null), 9_999_000_000)).toBe('9,999')
  expect(inSize('zh-CN', sizeOf('zh-CN', 9_999_000_000, 41_000_000_000), 9_999_000_000)).toBe('0.9999')
})

it('is said in English in billions from one on, in millions below', () => {
  expect([sizeOf('en', 120_000_000_000), inSize('en', 'more', 120_000_000_000)]).toEqual(['more', '1.2'])
  expect([sizeOf('en', 34_000_000_000), inSize('en', 'less', 34_000_000_000)]).toEqual(['less', '340'])
})
