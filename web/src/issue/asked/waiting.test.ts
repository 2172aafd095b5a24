import { expect, it } from 'vitest'
import type { InboxView, WaitingView } from '@/api/generated'
import { entriesOf, hasRest } from './waiting'

const issue = (id: string, state: string, light: string, due_at: string | null = null): WaitingView => ({ id, state, light, due_at }) as WaitingView
const inbox = (...trays: [string, WaitingView[]][]): Pick<InboxView, 'waiting'> => ({ waiting: trays.map(([what, items]) => ({ what, items })) as InboxView['waiting'] })

it('shows each issue once, the reddest and the earliest first', () => {
  const entries = entriesOf(inbox(
    ['sign', [issue('a', 'assigned', 'yellow', '2026-03-06')]],
    ['plan', [issue('b', 'accepted', 'green')]],
    ['report', [issue('b', 'accepted', 'green'), issue('c', 'returned', 'red'), issue('d', 'in_progress', 'yellow', '2026-03-05')]],
  ))
  expect(entries.map(({ issue: { id }, kind, command }) => [id, kind, command])).toEqual([
    ['c', 'returned', 'report-progress'],
    ['d', 'closure', 'report-progress'],
    ['a', 'sign', 'accept'],
    ['b', 'measures', 'file-plan'],
  ])
})

it('says where more waits than was brought', () => {
  const tray = (more: boolean, count: number): InboxView['waiting'][number] => ({ what: 'sign', items: [issue('a', 'assigned', 'green')], more, count })
  expect([tray(false, 1), tray(true, 1), tray(false, 2)].map((one) => hasRest({ waiting: [one] }))).toEqual([false, true, true])
})
