/** Who goes to a place behind a door is shown that door's page; files are asked for by their own names. */
import { expect, it } from 'vitest'
import { pageAt } from './doors.ts'

const PAGE = 'text/html,application/xhtml+xml,*/*;q=0.8'

it.each([
  ['/m/', '/m/index.html'],
  ['/m/outbox?since=1', '/m/index.html'],
  ['/d/issues/140105-2026-00001', '/d/index.html'],
  ['/', '/'],
  ['/mm/x', '/mm/x'],
])('%s is %s to somebody who goes there', (address, page) => {
  expect(pageAt(address, PAGE)).toBe(page)
})

it('leaves what a page asks for alone', () => {
  expect(pageAt('/m/site.webmanifest', '*/*')).toBe('/m/site.webmanifest')
})
