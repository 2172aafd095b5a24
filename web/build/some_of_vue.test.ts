/** What is used of Vue is asked for by its own name. */
import { expect, it } from 'vitest'
import { someOfVue } from './some_of_vue.ts'

it('asks for what is used', () => {
  expect(someOfVue('import * as vue from "vue";\nif ("useId" in vue) id = vue.useId?.();')).toBe(
    "import { useId as vue_useId } from 'vue'\nconst vue = { useId: vue_useId }\nif (\"useId\" in vue) id = vue.useId?.();",
  )
})

it('leaves everything else', () => {
  expect(someOfVue('import { ref } from "vue"')).toBe('import { ref } from "vue"')
})
