import { QueryClient } from '@tanstack/vue-query'
import { afterEach, expect, it, vi } from 'vitest'
import type { Imported } from '@/api/generated'
import { changesNothing, linesOf, mediaTypeOf, useImporting } from './importing'

const CAME: Imported = { dry_run: true, version: 3, created: { persons: 2 }, changed: { units: 1 }, same: { units: 4, posts: 1 }, without_post: [] }

afterEach(() => vi.unstubAllGlobals())

it('tells a table, a workbook and the form of all kinds by the name of the file', () => {
  expect([mediaTypeOf('人员.CSV'), mediaTypeOf('registry.yaml'), mediaTypeOf('x.yml'), mediaTypeOf('人员.xlsx')]).toEqual(['text/csv', 'application/yaml', 'application/yaml', 'application/octet-stream'])
})

it('counts what is new, changed and as it was, of each kind there is', () => {
  expect(linesOf(CAME)).toEqual([
    { kind: 'persons', created: 2, changed: 0, same: 0 },
    { kind: 'units', created: 0, changed: 1, same: 4 },
    { kind: 'posts', created: 0, changed: 0, same: 1 },
  ])
})

it('knows a file that changes nothing', () => {
  expect([changesNothing(CAME), changesNothing({ ...CAME, created: {}, changed: {} })]).toEqual([false, true])
})

it('tells of the file chosen last alone, whichever answer comes first', async () => {
  const answers: ((answer: Response) => void)[] = []
  vi.stubGlobal('fetch', () => new Promise<Response>((answer) => answers.push(answer)))
  const { busy, error, foreseen, look } = useImporting(new QueryClient())
  const looks = [look(new File(['a'], 'older.csv')), look(new File(['b'], 'newer.csv'))]
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[0]?.(Response.json({ detail: 'refused' }, { status: 422 }))
  await looks[0]
  expect([busy.value, error.value, foreseen.value]).toEqual([true, null, null])
  answers[1]?.(Response.json(CAME))
  await looks[1]
  expect([busy.value, error.value, foreseen.value]).toEqual([false, null, CAME])
})
