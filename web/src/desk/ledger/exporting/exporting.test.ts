import { expect, it } from 'vitest'
import { fileAddress, saidOf } from './exporting'

it('asks for the columns of the page, counted, or for those of a template', () => {
  expect(saidOf('xlsx', 'chosen', ['serial', 'light'])).toEqual({ form: 'xlsx', columns: 'no,serial,light' })
  expect(saidOf('csv', 'ledger', ['serial'])).toEqual({ form: 'csv', template: 'ledger' })
  expect(saidOf('gb18030', 'supervision', [])).toEqual({ form: 'csv', template: 'supervision', encoding: 'gb18030' })
})

it('has the filters of the list in the address of the file', () => {
  const said = saidOf('gb18030', 'chosen', ['serial'])
  expect(fileAddress({ light: 'red', sort: 'serial' }, said)).toBe('/v1/issues.csv?light=red&sort=serial&columns=no%2Cserial&encoding=gb18030')
})
