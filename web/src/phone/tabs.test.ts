import { describe, expect, it } from 'vitest'
import { OPEN } from '@/issue/open'
import { tabsFor } from './tabs'

const ALL = new Set(['today', 'report', 'outbox', 'issues', 'alerts', 'mine'])
const keys = (role: Parameters<typeof tabsFor>[0], there = ALL): string[] => tabsFor(role, there).map((tab) => tab.key)

describe('the tabs of a phone', () => {
  it('let an inspector report and see what became of it', () => {
    expect(keys('inspector')).toEqual(['today', 'report', 'outbox', 'mine'])
  })

  it('let a unit and a supervisor answer for issues', () => {
    expect([keys('unit_staff'), keys('supervisor')]).toEqual(Array(2).fill(['today', 'issues', 'alerts', 'mine']))
  })

  it('open the issues with what is not over', () => {
    expect(tabsFor('unit_staff', ALL)[1]?.to).toBe(`/issues?state=${OPEN}`)
  })

  it('lead nowhere that there is no page', () => {
    expect(keys('unit_staff', new Set(['today', 'mine']))).toEqual(['today', 'mine'])
  })

  it('begin with the day', () => {
    expect(tabsFor('inspector', ALL)[0]).toEqual({ key: 'today', to: '/' })
  })
})
