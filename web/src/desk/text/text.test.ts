import { describe, expect, it } from 'vitest'
import { lineOf } from './json'
import { rangeOf, saidIn } from './lines'

const REPORT = JSON.stringify({ kind: 'visit', findings: [{ category: 'land', text: 'a, "b": {' }, { category: 'x' }], device: { os: '' } }, null, 2)

describe('a text by its lines', () => {
  it('knows where a line begins and ends, and the last one for those beyond', () => {
    expect([rangeOf('ab\ncde\nf', 2), rangeOf('ab\ncde\nf', 9), rangeOf('', 1)]).toEqual([[3, 6], [7, 8], [0, 0]])
  })

  it('says what the checker says in one language, whatever stands between the two', () => {
    expect([saidIn('没有这个步骤 / no step x', false), saidIn('应为文本；Input should be a string', true), saidIn('x', true)]).toEqual(['没有这个步骤', 'Input should be a string', 'x'])
  })
})

describe('a field of a JSON text', () => {
  const line = (part: string): number => REPORT.slice(0, REPORT.indexOf(part)).split('\n').length

  it('stands on its own line, whatever texts before it look like', () => {
    expect(lineOf(REPORT, '$.findings[1].category')).toBe(line('"category": "x"'))
    expect(lineOf(REPORT, '$.device.os')).toBe(line('"os"'))
    expect(lineOf(REPORT, "$['kind']")).toBe(line('"kind"'))
  })

  it('is marked where it would stand when it is missing', () => {
    expect(lineOf(REPORT, '$.findings[0].severity')).toBe(line('{\n      "category": "land"'))
    expect(lineOf(REPORT, '$.location')).toBe(1)
  })

  it('is where the reader says it stopped in what is no JSON', () => {
    expect(lineOf('{\n"a":,\n}', '$ (line 2, column 5)')).toBe(2)
  })
})
