import { expect, it } from 'vitest'
import { emptyMatter, emptySet, matterOf, missingOfMatter, missingOfSet, setOf, tasksIn } from './entry'

it('sends of a matter what was said and nothing that was left empty', () => {
  expect(matterOf('i', { ...emptyMatter(), text: ' 便道被阻断 ', region: '140105' })).toEqual({
    id: 'i', source: 'leader', text: '便道被阻断', category: 'other', severity: 'ordinary', region: '140105',
  })
})

it('lays a matter on its project where both a project and a region were chosen', () => {
  const matter = matterOf('i', { ...emptyMatter(), text: 'x', region: '140105', project: '2020-140105-30-03-990001', number: '小政督5号', due_on: '2026-03-20' })
  expect(matter).toMatchObject({ project_code: '2020-140105-30-03-990001', due_on: '2026-03-20', paper: { number: '小政督5号' } })
  expect(matter.region).toBeUndefined()
})

it('makes a set of its tasks, each with its units and day', () => {
  const words = { ...emptySet(), title: '攻坚方案', number: '小政发3号', tasks: [{ number: '1', text: '完成预审', units: ['a', 'b'], due_on: '' }] }
  expect(setOf('i', words)).toEqual({
    id: 'i', title: '攻坚方案', source: 'document', category: 'other', severity: 'ordinary', paper: { number: '小政发3号' },
    tasks: [{ number: '1', text: '完成预审', unit_ids: ['a', 'b'] }],
  })
})

it('says what is missing before anything is asked', () => {
  expect(missingOfMatter(emptyMatter())).toEqual(['text'])
  expect(missingOfSet(emptySet())).toEqual(['title', 'tasks[0].text'])
})

it('takes tasks from a spreadsheet: number, text and day, or the text alone', () => {
  expect(tasksIn('1\t完成预审\t2026-04-30\r\n\r\n二\t集中开工')).toEqual([
    { number: '1', text: '完成预审', units: [], due_on: '2026-04-30' },
    { number: '二', text: '集中开工', units: [], due_on: '' },
  ])
  expect(tasksIn('只有正文')).toEqual([{ number: '1', text: '只有正文', units: [], due_on: '' }])
})
