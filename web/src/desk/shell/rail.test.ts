import { describe, expect, it } from 'vitest'
import { firstPage, STOPS, stopsFor } from './rail'

const ALL = new Set(STOPS.map((stop) => stop.rail))

describe('the rail', () => {
  it('begins with the board for who reads issues', () => {
    expect([firstPage('supervisor', ALL), firstPage('unit_staff', ALL), firstPage('auditor', ALL)]).toEqual(['/', '/', '/'])
  })

  it('begins with what they may see for who keeps people or credentials', () => {
    expect([firstPage('admin', ALL), firstPage('security', ALL)]).toEqual(['/rules', '/devices'])
  })

  it('shows no page that is not there, and none that a role may not see', () => {
    expect(stopsFor('security', new Set(['board']))).toEqual([])
    expect(stopsFor('unit_staff', ALL).map((stop) => stop.rail)).not.toContain('organisation')
  })

  it('leads to one’s own account where nothing else is', () => {
    expect(firstPage('security', new Set())).toBe('/account')
  })
})
