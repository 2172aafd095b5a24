import { expect, it } from 'vitest'
import type { MilestoneView } from '@/api/generated'
import { standsHow } from './milestones'

const said = (over: Partial<MilestoneView>): MilestoneView => ({ milestone: 'produce', planned: '2019-06-15', planned_by: 'figure', real: null, real_month: null, late: false, ...over })

it.each<[Partial<MilestoneView>, string]>([
  [{ real_month: '2019-06' }, 'in_time 0'],
  [{ real: '2019-06-16', late: true }, 'came_late 0'],
  [{ real_month: '2019-08' }, 'there 0'],
  [{ planned: null, real_month: '2019-08' }, 'there 0'],
  [{ planned: null }, 'open 0'],
  [{ late: true }, 'overdue 5'],
  [{ planned: '2019-06-25' }, 'left 5'],
  [{}, 'ended 0'],
])('%j is %s', (over, told) => {
  const { key, n } = standsHow(said(over), '2019-06-20')
  expect(`${key} ${n}`).toBe(told)
})
