// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest'
import { effectScope, nextTick, ref, type Ref } from 'vue'
import { useUnsent } from './unsent'

beforeEach(() => sessionStorage.clear())

/** A form as it is opened: its words and how it forgets them. */
function opened(who: string, what: Ref<string | null> = ref('matter')): { words: Ref<{ text: string }>; forget: () => void; close: () => void } {
  const scope = effectScope()
  const words = ref({ text: '' })
  const forget = scope.run(() => useUnsent(() => what.value, words, () => who)) as () => void
  return { words, forget, close: () => scope.stop() }
}

it('begins with what was left, for whom it was who wrote it', async () => {
  const form = opened('a')
  form.words.value.text = '断线的事项'
  await nextTick()
  form.close()
  expect([opened('a').words.value.text, opened('b').words.value.text]).toEqual(['断线的事项', ''])
})

it('begins anew once it was sent', async () => {
  const form = opened('a')
  form.words.value.text = '已登记'
  await nextTick()
  form.forget()
  form.close()
  expect(opened('a').words.value.text).toBe('')
})

it('keeps each form by its name, and none while there is no form', async () => {
  const what = ref<string | null>(null)
  const form = opened('a', what)
  form.words.value = { text: '关着' }
  await nextTick()
  expect(sessionStorage).toHaveLength(0)
  what.value = 'unit 1'
  await nextTick()
  form.words.value = { text: '一' }
  await nextTick()
  form.words.value = { text: '' }
  what.value = 'unit 2'
  await nextTick()
  what.value = 'unit 1'
  await nextTick()
  expect(form.words.value.text).toBe('一')
})
