import { describe, expect, it } from 'vitest'
import { doorOf, onwards } from './roles'

describe('after signing in', () => {
  it('an inspector is at the phone, an administrator at the desk, others where their screen is', () => {
    expect([doorOf('inspector', 1440), doorOf('admin', 390)]).toEqual(['m', 'd'])
    expect([doorOf('unit_staff', 390), doorOf('unit_staff', 1440), doorOf('supervisor', 1280)]).toEqual(['m', 'd', 'd'])
  })

  it('one goes on to the page that was asked for, if it is ours', () => {
    expect(onwards('/d/issues/1?tab=2', 'supervisor', 1440)).toBe('/d/issues/1?tab=2')
  })

  it.each(['https://elsewhere.example/d/', '//elsewhere.example/', '/d//elsewhere.example', '/docs', 'javascript:alert(1)'])(
    'nobody is sent to %s',
    (to) => {
      expect(onwards(to, 'supervisor', 1440)).toBe('/d/')
    },
  )
})
