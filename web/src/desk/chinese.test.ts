/** The words of a room that come with its own page are spoken by no other: there they would not be there. */
import { expect, it } from 'vitest'
import type { RouteRecordRaw } from 'vue-router'
import { fileOf, own } from './chinese'

const files = import.meta.glob<string>(['../**/*.{vue,ts}', '!../phone/**', '!../door/**', '!../api/generated/**', '!../**/*.test.ts'], { eager: true, query: '?raw', import: 'default' })

const routes = import.meta.glob<RouteRecordRaw[]>('./*/routes.ts', { eager: true, import: 'default' })

const roomOf = (file: string): string => file.replace(/^\.\/|\/(words\/zh-CN\.json|routes\.ts)$/g, '')
const keyOf = async (file: string): Promise<string> => Object.keys((await own[file]?.()) ?? {})[0] ?? ''

it.each(Object.keys(own))('%s', async (file) => {
  const key = await keyOf(file)
  const spoken = new RegExp(`\\bt\\(['\`]${key}\\.`)
  const fetched = new RegExp(`from '[^']*/${roomOf(file)}/`)
  const others = Object.entries(files).filter(([path]) => !path.startsWith(`./${roomOf(file)}/`))
  expect(others.length).toBeGreaterThan(100)
  expect(others.filter(([, text]) => spoken.test(text) || fetched.test(text)).map(([path]) => path)).toEqual([])
})

it.each(Object.keys(routes))('%s leads to the words of its room', (file) => {
  const words = `./${roomOf(file)}/words/zh-CN.json`
  if (own[words]) expect(routes[file]?.map(fileOf).filter((found) => found !== words)).toEqual([])
})

it('the words of a room within another are learned with its own page', () => {
  const named = Object.values(routes).flat().filter(({ meta }) => meta?.['words'] !== undefined)
  expect(named.map(fileOf)).toEqual(Object.keys(own).filter((file) => roomOf(file).includes('/')))
})
