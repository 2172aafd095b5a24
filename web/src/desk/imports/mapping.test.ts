import { expect, it } from 'vitest'
import type { ImportView, SpellingView } from '@/api/generated'
import { answerOf, colourField, coloursOf, columnsOf, headAfter, meaningOf, stepOf, twice, withAnswer, withColour, withColumn, type Mapping } from './mapping'

const MAPPING: Mapping = {
  name: 'x',
  columns: { 问题: 'description', 天气: null },
  values: {},
  dates: { order: 'ymd', year_from: null, year: null, words: {} },
  hidden_rows: 'ask',
  fingerprint: null,
  sheets: { include: ['*'] },
  header: 'auto',
  colour: null,
  clocks: 'from-import',
  closed_rows: 'on-paper',
  fill_down: [],
}
const spelling = (field: string, text: string): SpellingView => ({ field, text, slug: '', sentence: '', count: 1, first: '', offered: null })
const open = (state: string): ImportView => ({ state, sheets: [] }) as unknown as ImportView

it('keeps a column under its own name where it has no field', () => {
  expect(withColumn(MAPPING, '问题', '').columns['问题']).toBeNull()
  expect(withColumn(MAPPING, '天气', 'note').columns['天气']).toBe('note')
})

it('names columns that claim one field', () => {
  expect([...twice(withColumn(MAPPING, '天气', 'description'))]).toEqual(['问题', '天气'])
  expect(twice(MAPPING).size).toBe(0)
})

it('answers a spelling in its field, and a word for a day among the days', () => {
  const status = withAnswer(MAPPING, spelling('status', '差不多'), 'done')
  expect(status.values).toEqual({ status: { 差不多: 'done' } })
  expect(answerOf(status, spelling('status', '差不多'))).toBe('done')
  expect(withAnswer(status, spelling('status', '差不多'), '').values).toEqual({ status: {} })
  expect(withAnswer(MAPPING, spelling('due_on', '立即'), 'found_on').dates.words).toEqual({ 立即: 'found_on' })
})

it('moves the head to where one presses', () => {
  expect(headAfter(null, 3)).toEqual([3, 3])
  expect(headAfter([2, 3], 4)).toEqual([2, 4])
  expect(headAfter([2, 3], 1)).toEqual([1, 3])
  expect(headAfter([2, 3], 3)).toEqual([2, 2])
  expect(headAfter([2, 3], 2)).toEqual([2, 2])
  expect(headAfter([2, 4], 3)).toEqual([2, 3])
})

it('goes on where an import stands, unless the address says another step', () => {
  expect([stepOf(open('open'), undefined), stepOf(open('checked'), undefined), stepOf(open('open'), 'columns'), stepOf(open('open'), 'nothing')]).toEqual(['sheet', 'check', 'columns', 'sheet'])
})

it('lists a column of several sheets once', () => {
  const head = (path: string) => ({ head: { columns: [{ path }] } })
  expect(columnsOf({ sheets: [head('甲'), { head: null }, head('甲'), head('乙')] } as unknown as ImportView).map(({ path }) => path)).toEqual(['甲', '乙'])
})

it('reads colours of one field until none of them means anything', () => {
  const red = withColour(MAPPING, 'severity', 'red', 'major')
  expect(red.colour).toEqual({ column: 'severity', red: 'major' })
  const both = withColour(red, 'severity', 'yellow', 'ordinary')
  expect([meaningOf(both, 'yellow'), meaningOf(both, 'green')]).toEqual(['ordinary', ''])
  expect(withColour(withColour(both, 'severity', 'red', ''), 'severity', 'yellow', '').colour).toBeNull()
})

it('asks colours first of a field that no column tells', () => {
  expect(colourField(MAPPING)).toBe('severity')
  expect(colourField(withColumn(MAPPING, '天气', 'severity'))).toBe('status')
})

it('counts a colour once over all tables', () => {
  const head = (fills: string[], rows: number): unknown => ({ head: { columns: [], colours: [{ name: 'red', fills, rows }] } })
  const one = { sheets: [head(['FF0000'], 2), { head: null }, head(['FF0000', 'C00000'], 3)] } as unknown as ImportView
  expect(coloursOf(one)).toEqual([{ name: 'red', fills: ['FF0000', 'C00000'], rows: 5 }])
})
