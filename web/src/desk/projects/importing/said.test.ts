import { describe, expect, it } from 'vitest'
import type { FigureTableJudged, TableColumn } from '@/api/generated'
import { columnsOf, fieldOf, isSheetRead, saying, withColumn, withFilled, withHeader, withNewProject, withoutRemembered, withoutWord, withSheet, withStage } from './said'

const column = (path: string, field: string | null): TableColumn => ({ column: 'A', path, field, money: null, samples: [] })
const tables = (...columns: TableColumn[]): FigureTableJudged => ({ tables: [{ sheet: '一', head: [1, 1], month: null, columns }] }) as unknown as FigureTableJudged

describe('what is sent of how a table is read', () => {
  it('is what somebody said, and nothing that was taken back', () => {
    const said = saying(saying({}, { month: '2026-02' }), { money: '万元' })
    expect(said).toEqual({ month: '2026-02', money: '万元' })
    expect(saying(said, { month: '', projects: undefined })).toEqual({ money: '万元' })
  })

  it('is what a column means, or that it is not read', () => {
    expect(withColumn(withColumn({}, '投资进度', 'done_year'), '备忘', '')).toEqual({ columns: { 投资进度: 'done_year', 备忘: null } })
  })

  it('is a name that is new, a word for a stage, a column whose blanks are as above, each until it is taken back', () => {
    const said = withFilled(withStage(withNewProject({}, '太中铁路', true), '歇工', 'stopped'), '属地', true)
    expect(said).toEqual({ new_projects: ['太中铁路'], stages: { 歇工: 'stopped' }, fill_down: ['属地'] })
    expect(withNewProject(said, '太中铁路', true)).toEqual(said)
    expect(withFilled(withoutWord(withNewProject(said, '太中铁路', false), 'stages', '歇工'), '属地', false)).toEqual({})
  })

  it('is of this file alone once what was remembered of its template is taken back', () => {
    expect(withoutRemembered({ month: '2026-02', columns: { 备忘: null }, money: '万元', kinds: { 转建: 'new' }, header: [2, 3] })).toEqual({ month: '2026-02', header: [2, 3] })
  })

  it('is the sheets that are read, where some are not', () => {
    const sheets = ['甲', '乙', '丙']
    const said = withSheet({}, sheets, '乙', false)
    expect(said).toEqual({ sheets: { include: ['甲', '丙'] } })
    expect(sheets.map((name) => isSheetRead(said, name))).toEqual([true, false, true])
    expect(withSheet(said, sheets, '乙', true)).toEqual({})
    expect(withSheet({ sheets: { include: ['甲'] } }, sheets, '甲', false)).toEqual({})
  })

  it('is the rows of the head once both are there, in their order', () => {
    expect(withHeader({}, 2, 3)).toEqual({ header: [2, 3] })
    for (const [first, last] of [[2, null], [3, 2], [0, 1], [1.5, 2], [null, null]] as const) expect(withHeader({ header: [2, 3] }, first, last)).toEqual({})
  })
})

describe('columns', () => {
  it('are told once by their heading, as they are found until another meaning is said', () => {
    const told = columnsOf(tables(column('计划', 'plan_year'), column('备忘', null), column('计划', null)), {})
    expect(told.map(({ path, overruled }) => [path, overruled])).toEqual([['计划', false], ['备忘', false]])
    expect([fieldOf(column('计划', 'plan_year'), {}), fieldOf(column('计划', 'plan_year'), { columns: { 计划: null } }), fieldOf(column('备忘', null), { columns: { 备忘: 'note' } })]).toEqual(['plan_year', '', 'note'])
  })

  it('say so where another column is read as what they are said to be', () => {
    const said = { columns: { 备忘: 'plan_year', 说明: null } }
    expect(columnsOf(tables(column('计划', 'plan_year'), column('备忘', null), column('说明', null)), said).map(({ overruled }) => overruled)).toEqual([false, true, false])
  })
})
