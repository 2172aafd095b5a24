/** Every sentence of every word file reads as vue-i18n's own compiler reads it. */
import { createI18n } from 'vue-i18n'
import { expect, it } from 'vitest'
import { reading } from './sentences'

type Words = { [key: string]: string | Words }
type Translate = (key: string, named: object, plural: number) => string

const files = Object.entries(import.meta.glob<Words>('../**/words/*.json', { eager: true, import: 'default' }))

/** Theirs takes an @ for a link to another sentence, and breaks on it. */
function keysOf(words: Words, before = ''): string[] {
  const own = ([, value]: [string, string | Words]): boolean => typeof value !== 'string' || !value.includes('@')
  return Object.entries(words).filter(own).flatMap(([key, value]) => (typeof value === 'string' ? [`${before}${key}`] : keysOf(value, `${before}${key}.`)))
}

function speaking(words: Words, how: object): Translate {
  const made = createI18n({ legacy: false, locale: 'zh', messages: { zh: words } as never, ...how })
  return (made as unknown as { global: { t: Translate } }).global.t
}

/** Each name that any sentence of the file fills in, with something to fill in. */
function namesIn(words: Words): Record<string, string> {
  return Object.fromEntries([...JSON.stringify(words).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, `<${name}>`]))
}

it.each(files)('%s', (_, words) => {
  const [ours, theirs] = [speaking(words, { messageCompiler: reading }), speaking(words, {})]
  const said = (say: Translate): string[] => keysOf(words).flatMap((key) => [1, 2].map((count) => say(key, { ...namesIn(words), n: count, count }, count)))
  expect(said(ours)).toEqual(said(theirs))
})

it('says an @ as it stands', () => {
  expect(speaking({ policy: '规则名@版本' }, { messageCompiler: reading })('policy', {}, 1)).toBe('规则名@版本')
})

it('leaves out what is not told', () => {
  const say = speaking({ who: '{name} · {post}' }, { messageCompiler: reading })
  expect(say('who', { name: '李' }, 1)).toBe('李 · ')
})
