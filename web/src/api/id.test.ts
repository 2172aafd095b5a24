import { expect, it } from 'vitest'
import { uuid7 } from './id'

it('makes UUIDs of version 7 that are sorted by when they were made', () => {
  const ids = Array.from({ length: 50 }, () => uuid7())
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(ids).size).toBe(50)
  const made = Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16)
  expect(Math.abs(made - Date.now())).toBeLessThan(60_000)
})
