import { expect, it } from 'vitest'
import { asHtml, asTabs, serialsIn } from './clipboard'

it('writes a table that a spreadsheet takes: tabs between cells, one line a row', () => {
  expect(asTabs({ heads: ['编号', '问题'], rows: [['140105-2026-00001', '便道\n被\t阻断']] })).toBe('编号\t问题\r\n140105-2026-00001\t便道 被 阻断')
})

it('runs nobody’s text as a formula', () => {
  const table = { heads: ['问题'], rows: [['=HYPERLINK("x")'], ['+86'], ['＝1'], ['-1'], ['@a'], ['a=1']] }
  expect(asTabs(table).split('\r\n').slice(1)).toEqual(["'=HYPERLINK(\"x\")", "'+86", "'＝1", "'-1", "'@a", 'a=1'])
})

it('writes text as text into HTML', () => {
  expect(asHtml({ heads: ['a'], rows: [['<img src=x>&"']] })).toContain('&lt;img src=x&gt;&amp;&quot;')
})

it('finds 编号 in whatever was copied, each once, in its order', () => {
  expect(serialsIn('序号\t编号\r\n1\t140105-2026-00012\r\n2\t140105-2026-00003,140105-2026-00012')).toEqual(['140105-2026-00012', '140105-2026-00003'])
})

it('takes full-width digits and long dashes as what they mean, and no longer number for a serial', () => {
  expect(serialsIn('１４０１０５－２０２６－０００１２、140105—2026—00013')).toEqual(['140105-2026-00012', '140105-2026-00013'])
  expect(serialsIn('9140105-2026-00012 140105-2026-0001234567 2020-140105-30-03-990001')).toEqual([])
})
