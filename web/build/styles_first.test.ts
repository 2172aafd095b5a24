/** Styles are asked for before scripts; nothing of a page is lost. */
import { expect, it } from 'vitest'
import { stylesBefore } from './styles_first.ts'

const [script, preload, style, icon] = ['<script type="module" src="/a.js"></script>', '<link rel="modulepreload" href="/b.js">', '<link rel="stylesheet" href="/a.css">', '<link rel="icon" href="/i.svg" />']
const page = (...lines: string[]): string => `<head>\n${lines.map((line) => `    ${line}\n`).join('')}</head>\n`

it('stand before the first script', () => {
  expect(stylesBefore(page(icon, script, preload, style))).toBe(page(icon, style, script, preload))
})

it('are left where there are none', () => {
  expect(stylesBefore(page(icon, script))).toBe(page(icon, script))
})
