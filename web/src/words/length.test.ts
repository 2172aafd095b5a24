/** A text is as long as the ledger counts it, and may be as long as the ledger's own schema says. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FIELDS } from '@/issue/commands/fields'
import { mostOf } from '@/issue/commands/body'
import { isTooLong, lengthOf, NAME, TEXT } from './length'

interface Schema {
  maxLength?: number
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
}
const { schemas } = (JSON.parse(readFileSync('openapi.json', 'utf8')) as { components: { schemas: Record<string, Schema> } }).components

function mostIn(schema: Schema | undefined): number | undefined {
  if (!schema) return undefined
  return schema.maxLength ?? mostIn(schema.items) ?? schema.anyOf?.map(mostIn).find((most) => most !== undefined)
}
const most = (name: string, property: string): number | undefined => mostIn(schemas[name]?.properties?.[property])
const schemaOf = (command: string): string => command.replace(/(^|-)[a-z]/g, (part) => part.replace('-', '').toUpperCase())

it('counts what a person sees as one as the ledger does, line by line where each is a text', () => {
  expect(lengthOf(' 销号🙂\n')).toBe(3)
  expect(lengthOf('一\n二三', true)).toBe(2)
  expect([isTooLong('字'.repeat(TEXT), TEXT), isTooLong('字'.repeat(TEXT + 1), TEXT)]).toEqual([false, true])
})

it.each([
  ['Finding', 'description', TEXT],
  ['Recheck', 'note', TEXT],
  ['Progress', 'stage', NAME],
  ['ObstructionIncident', 'description', TEXT],
  ['ObstructionIncident', 'alleged_parties', TEXT],
  ['LegitimateGrievance', 'description', TEXT],
  ['LegitimateGrievance', 'raised_with', NAME],
  ['EvidenceItem', 'text', TEXT],
  ['RequestClosure', 'statement', TEXT],
  ['Milestone', 'name', NAME],
])('%s: %s', (name, property, limit) => {
  expect(most(name, property)).toBe(limit)
})

/** Another thing of the API has the name of this command. */
const CALLED_OTHERWISE = ['part']
const fields = Object.entries(FIELDS).filter(([command]) => !CALLED_OTHERWISE.includes(command)).flatMap(([command, all]) => all.filter((field) => mostOf(field) !== undefined).map((field) => [command, field] as const))

it.each(fields)('%s', (command, field) => {
  expect([field.name, most(schemaOf(command), field.name)]).toEqual([field.name, mostOf(field)])
})
