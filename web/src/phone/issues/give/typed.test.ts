import { nextTick } from 'vue'
import { afterEach, expect, it } from 'vitest'
import { useTyped } from './typed'

afterEach(() => sessionStorage.clear())

it('keeps what was typed for the same command on the same issue, until it is sent', async () => {
  const first = useTyped('140105-2026-00001', 'comment')
  expect(first.since).toBeNull()
  first.values['note'] = '已联系'
  await nextTick()
  const again = useTyped('140105-2026-00001', 'comment')
  expect(again.values).toEqual({ note: '已联系' })
  expect(again.since).not.toBeNull()
  expect(useTyped('140105-2026-00001', 'reply').values).toEqual({})
  again.forget()
  expect(useTyped('140105-2026-00001', 'comment').values).toEqual({})
})

it('begins anew where what was kept cannot be read', () => {
  sessionStorage.setItem('xiaohao.typed  x comment', '{')
  expect(useTyped('x', 'comment').values).toEqual({})
})
