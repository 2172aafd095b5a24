// @vitest-environment node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const CSS = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

function tokensOf(selector: string): Record<string, string> {
  const body = CSS.slice(CSS.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return Object.fromEntries([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((found) => [found[1], found[2]]))
}

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
  const [red, green, blue] = channels.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

const LIGHTS = ['red', 'yellow', 'green', 'grey', 'orange', 'blue']
const WORDS: [string, string][] = [
  ...['ground', 'paper', 'action-ground'].flatMap((on): [string, string][] => [['ink', on], ['action', on]]),
  ['second', 'ground'],
  ['second', 'paper'],
  ['hint', 'paper'],
  ['on-action', 'action'],
  ['on-action', 'action-deep'],
  ...LIGHTS.map((light): [string, string] => [`${light}-ink`, `${light}-ground`]),
]
const SHAPES: [string, string][] = [['edge', 'paper'], ...LIGHTS.map((light): [string, string] => [light, 'paper'])]

const light = tokensOf(':root')
const themes = { light, dark: { ...light, ...tokensOf(":root[data-theme='dark']") } }

describe.each(Object.entries(themes))('the colours of the %s theme', (_, tokens) => {
  it.each(WORDS)('let %s be read on %s (WCAG 2.2: 4.5)', (words, ground) => {
    expect(contrast(tokens[words] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(4.5)
  })

  it.each(SHAPES)('let the shape of %s be seen on %s (3.0)', (shape, ground) => {
    expect(contrast(tokens[shape] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(3)
  })
})
