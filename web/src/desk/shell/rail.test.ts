import { describe, expect, it } from 'vitest'
import { isOpen } from '@/issue/open'
import { firstPage, STOPS, stopsFor } from './rail'

const ALL = new Set(STOPS.map((stop) => stop.rail))
const EVERY = ['channel.read', 'deadletter.read', 'health.read']

describe('the rail', () => {
  it('begins with the board for who reads issues', () => {
    expect([firstPage('supervisor', EVERY, ALL), firstPage('unit_staff', EVERY, ALL), firstPage('auditor', EVERY, ALL)]).toEqual(['/', '/', '/'])
  })

  it('begins with what they may see for who keeps people or credentials', () => {
    expect([firstPage('admin', EVERY, ALL), firstPage('security', EVERY, ALL)]).toEqual(['/organisation', '/devices'])
  })

  it('opens the ledger with what is not over', () => {
    const to = STOPS.find((stop) => stop.rail === 'ledger')?.to ?? ''
    expect(isOpen(new URLSearchParams(to.split('?')[1]).get('state')?.split(',') ?? [])).toBe(true)
  })

  it('shows no page that is not there, and none that a role may not see', () => {
    expect(stopsFor(['security'], EVERY, new Set(['board']))).toEqual([])
    expect(stopsFor(['unit_staff'], EVERY, ALL).map((stop) => stop.rail)).not.toContain('organisation')
  })

  it('shows a county’s supervisor no page that would only refuse', () => {
    const rails = (may: readonly string[]): string[] => stopsFor(['supervisor'], may, ALL).map((stop) => stop.rail)
    expect(rails(EVERY)).toEqual(expect.arrayContaining(['channels', 'dead-letters', 'health']))
    expect(rails([]).slice(-1)).toEqual(['vacancies'])
  })

  it('shows what any of somebody’s duties lets them see', () => {
    const rails = stopsFor(['admin', 'security'], EVERY, ALL).map((stop) => stop.rail)
    expect(rails).toContain('organisation')
    expect(rails).toContain('devices')
  })

  it('leads to one’s own account where nothing else is', () => {
    expect(firstPage('security', EVERY, new Set())).toBe('/account')
  })
})
