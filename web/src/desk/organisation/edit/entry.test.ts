import { describe, expect, it } from 'vitest'
import type { Person, Unit } from '@/api/generated'
import { changeOf, holdersSaid, newSaid, personSaid, personWords, unitSaid, unitWords } from './entry'

const UNIT: Unit = { id: '140105-a', bureau: 'a', region: '140105', level: 'county', name_zh: '甲局', name_en: 'A', phone: '0351-1' }
const PERSON: Person = {
  id: 'li', name: '李', role: 'supervisor', region: '140105', unit_id: null, level: 'city', phone: '1',
  also: [{ role: 'admin', region: '140105', unit_id: null, level: null }],
}

describe('what is sent of a form', () => {
  it('is of a new unit all that was written, with the level of its region', () => {
    const said = newSaid(unitSaid({ ...unitWords('140100'), id: '140100-x', name_zh: ' 某局 ' }))
    expect(said).toEqual({ id: '140100-x', region: '140100', name_zh: '某局', kind: 'bureau', level: 'city' })
  })

  it('is nothing where nothing was changed', () => {
    const said = unitSaid(unitWords('140105', UNIT))
    expect(changeOf(unitSaid(unitWords('140105', UNIT)), said)).toEqual({})
    expect(changeOf(personSaid(personWords('', '', PERSON), PERSON), personSaid(personWords('', '', PERSON), PERSON))).toEqual({})
  })

  it('is what became another, and null for what was emptied', () => {
    const words = { ...unitWords('140105', UNIT), name_zh: '乙局', phone: ' ' }
    expect(changeOf(unitSaid(unitWords('140105', UNIT)), unitSaid(words))).toEqual({ name_zh: '乙局', phone: null })
  })

  it('gives a supervisor the level of their region, and lets one who stays keep theirs', () => {
    expect(personSaid(personWords('', '', PERSON), PERSON)['level']).toBe('city')
    expect(personSaid({ ...personWords('', '', PERSON), region: '140000' }, PERSON)['level']).toBe('province')
    expect(personSaid({ ...personWords('', '', PERSON), role: 'inspector' }, PERSON)['level']).toBeNull()
  })

  it('takes further duties and absences back when their rows are gone', () => {
    const before = personSaid(personWords('', '', PERSON), PERSON)
    expect(changeOf(before, personSaid({ ...personWords('', '', PERSON), also: [] }, PERSON))).toEqual({ also: null })
  })

  it('leaves out a holder that nobody was chosen for', () => {
    expect(holdersSaid([{ person: '', since: '', until: '', deputy: false }, { person: 'li', since: '2026-03-01', until: '', deputy: true }])).toEqual([
      { person_id: 'li', since: '2026-03-01', until: null, deputy: true },
    ])
  })
})
