// @vitest-environment happy-dom
import { nextTick } from 'vue'
import { afterEach, expect, it } from 'vitest'
import { useTyped } from './typed'

afterEach(() => sessionStorage.clear())

it('keeps what was typed for the same command on the same issue, until it is sent', async () => {
  const first = useTyped('unit-1', '140105-2026-00001', 'comment')
  expect(first.since).toBeNull()
  first.values['note'] = '已联系'
  await nextTick()
  const again = useTyped('unit-1', '140105-2026-00001', 'comment')
  expect(again.values).toEqual({ note: '已联系' })
  expect(again.since).not.toBeNull()
  expect(useTyped('unit-1', '140105-2026-00001', 'reply').values).toEqual({})
  expect(useTyped('unit-2', '140105-2026-00001', 'comment').values).toEqual({})
  again.forget()
  expect(useTyped('unit-1', '140105-2026-00001', 'comment').values).toEqual({})
})

it('begins anew where what was kept cannot be read', () => {
  sessionStorage.setItem('xiaohao.typed unit-1 x comment', '{')
  expect(useTyped('unit-1', 'x', 'comment').values).toEqual({})
})
