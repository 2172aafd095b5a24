/** Knows that a package which asks for all of Vue under one name is given what it uses: of a whole name nothing can be left out. */
import type { Plugin } from 'vite'

const WHOLE = /import \* as (\w+) from ["']vue["'];?/

export function someOfVue(code: string): string {
  const [asked, name] = WHOLE.exec(code) ?? []
  if (!asked || !name) return code
  const used = [...new Set([...code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, each]) => each))]
  const named = used.map((each) => `${each} as ${name}_${each}`).join(', ')
  return code.replace(asked, `import { ${named} } from 'vue'\nconst ${name} = { ${used.map((each) => `${each}: ${name}_${each}`).join(', ')} }`)
}

export function partly(): Plugin {
  return {
    name: 'some-of-vue',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /node_modules\/(reka-ui|vue-i18n)\// },
      handler: (code) => (WHOLE.test(code) ? { code: someOfVue(code), map: null } : null),
    },
  }
}
