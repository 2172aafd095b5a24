import { expect, it } from 'vitest'
import { marked } from './marked'

it.each([
  ['发票\u202Egnp.exe', '发票‹U+202E›gnp.exe'],
  ['a\u200Bb\u2066c\u2069', 'a‹U+200B›b‹U+2066›c‹U+2069›'],
  ['<b>粗</b>\n二', '<b>粗</b>\n二'],
  ['مرحبا', 'مرحبا'],
  ['👩‍👧 🏳️‍🌈 葛\u{E0100}', '👩‍👧 🏳️‍🌈 葛\u{E0100}'],
])('writes out what nobody sees in %j', (text, shown) => {
  expect(marked(text)).toBe(shown)
})
