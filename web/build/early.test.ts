/** The early part of a page is named before its styles, and not twice. */
import { expect, it } from 'vitest'
import { earlyIn } from './early.ts'

const page = (...lines: string[]): string => `<head>\n${lines.map((line) => `    ${line}\n`).join('')}</head>\n`
const [style, script] = ['<link rel="stylesheet" crossorigin href="/a.css">', '<script type="module" crossorigin src="/m.js"></script>']

it('is asked for first', () => {
  expect(earlyIn(page(style, script, '<link rel="modulepreload" crossorigin href="/assets/early.js">'), 'assets/early.js')).toBe(
    page('<script type="module" async crossorigin src="/assets/early.js"></script>', style, script),
  )
})
