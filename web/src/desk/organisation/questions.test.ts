// @vitest-environment happy-dom
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, ref } from 'vue'
import { ORGANISATION, useUnits } from './questions'

const asked = vi.hoisted(() => vi.fn((_path: string, { region }: { region: string }) => Promise.resolve([region])))
vi.mock('@/api/whole', () => ({ whole: asked }))

afterEach(() => {
  asked.mockClear()
})

it('asks again for the region of a list, wherever who asked for it too looks by now', async () => {
  const queries = new QueryClient()
  const panel = ref('140000')
  const page = defineComponent({
    setup() {
      const list = useUnits(() => '140000')
      useUnits(() => panel.value)
      return () => String(list.data.value)
    },
  })
  const seen = mount(page, { global: { plugins: [[VueQueryPlugin, { queryClient: queries }]] } })
  await flushPromises()
  panel.value = '140105'
  await flushPromises()
  await queries.invalidateQueries({ queryKey: [ORGANISATION] })
  await flushPromises()
  expect(seen.text()).toBe('140000')
})
