import { expect, it } from 'vitest'
import { fileOf, TEMPLATES } from './templates'

it('hands over the head of a table, by which an import knows its kind', () => {
  const heads = TEMPLATES.map((one) => decodeURIComponent(fileOf(one).split(',').slice(1).join(',')))
  expect(heads[0]).toBe('\uFEFFid,name_zh,region,bureau,kind,parent,phone\r\n')
  expect(heads[1]?.split(',')).toEqual(expect.arrayContaining(['role', 'unit_id']))
})
