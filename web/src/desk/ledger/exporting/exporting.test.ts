import { expect, it } from 'vitest'
import { fileAddress, layoutsFor, saidOf } from './exporting'

it('asks for the columns of the page, counted, or for those of a template', () => {
  expect(saidOf('xlsx', 'chosen', ['serial', 'light'])).toEqual({ form: 'xlsx', columns: 'no,serial,light' })
  expect(saidOf('csv', 'ledger', ['serial'])).toEqual({ form: 'csv', template: 'ledger' })
  expect(saidOf('gb18030', 'supervision', [])).toEqual({ form: 'csv', template: 'supervision', encoding: 'gb18030' })
})

it('has the filters of the list in the address of the file', () => {
  const said = saidOf('gb18030', 'chosen', ['serial'])
  expect(fileAddress({ light: 'red', sort: 'serial' }, said)).toBe('/v1/issues.csv?light=red&sort=serial&columns=no%2Cserial&encoding=gb18030')
})

it('offers the columns of an import on a list of that import alone, by asking for none', () => {
  const asked = { import: '0195551a-9b20-7c31-8f4e-2a6d1b9c0e57' }
  expect(layoutsFor(asked)).toContain('imported')
  expect(layoutsFor({})).not.toContain('imported')
  expect(fileAddress(asked, saidOf('xlsx', 'imported', ['serial']))).toBe(`/v1/issues.xlsx?import=${asked.import}`)
})
