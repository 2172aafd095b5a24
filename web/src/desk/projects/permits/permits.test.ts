import { describe, expect, it } from 'vitest'
import type { PermitItem } from '@/api/generated'
import { faultsOf, inOrder, isNear, lightWord, reportOf, saidOf, type Said } from './permits'

const TODAY = '2019-06-03'
const said = (over: Partial<Said> = {}): Said => ({ ...saidOf(null, '140105-ecology'), applied_on: '2019-05-01', limit_days: 10, ...over })

describe('what is wrong of a permit', () => {
  it.each<[Partial<Said>, object]>([
    [{}, {}],
    [{ kind: 'other' }, { name: 'name' }],
    [{ unit: '' }, { unit: 'unit' }],
    [{ applied_on: '' }, { applied_on: 'applied' }],
    [{ applied_on: '2019-06-04' }, { applied_on: 'future' }],
    [{ limit_on: '2019-06-30' }, { limit_days: 'two_limits' }],
    [{ limit_days: 0 }, { limit_days: 'days' }],
    [{ limit_days: null, limit_on: '2019-04-30' }, { limit_on: 'limit_first' }],
    [{ state: 'granted' }, { decided_on: 'decided' }],
    [{ state: 'refused', decided_on: '2019-06-04' }, { decided_on: 'future' }],
    [{ state: 'granted', decided_on: '2019-04-30' }, { decided_on: 'decided_first' }],
    [{ state: 'granted', decided_on: '2019-04-30', applied_on: '', limit_days: null }, {}],
    [{ state: 'required', applied_on: '2019-07-01' }, {}],
  ])('%j', (over, found) => {
    expect(faultsOf(said(over), TODAY)).toEqual(found)
  })
})

it('leaves out what its state does not ask for', () => {
  const sent = reportOf(said({ state: 'required', decided_on: '2019-05-02', number: ' 3 ' }), 'id')
  expect([sent.applied_on, sent.decided_on, sent.limit_days, sent.number]).toEqual([null, null, 10, '3'])
})

it('says how long yet, how late, or that it was granted', () => {
  const word = (over: Partial<PermitItem>): string => {
    const { key, n } = lightWord({ state: 'applied', late: false, due_on: '2019-06-05', ...over }, TODAY)
    return `${key} ${n}`
  }
  expect([word({}), word({ due_on: TODAY }), word({ due_on: '2019-05-31', late: true })]).toEqual(['left 2', 'today 0', 'over 3'])
  expect([word({ state: 'granted' }), word({ state: 'granted', late: true })]).toEqual(['granted 0', 'granted_late 0'])
})

it('has them in the order of a project, and units of its places', () => {
  const items = [{ kind: 'fire' }, { kind: 'land' }, { kind: 'initiation' }] as PermitItem[]
  expect(inOrder(items).map(({ kind }) => kind)).toEqual(['initiation', 'land', 'fire'])
  expect(['140105', '140100', '140000', '140106', '140200'].filter((region) => isNear(region, ['140105']))).toEqual(['140105', '140100', '140000'])
})
