/** Knows which filters are in force as chips, and what each says. */
import { isOpen } from '@/issue/open'
import { day, moment, type Language } from '@/time/words'
import type { Say } from '../columns/texts'
import { daysOf } from './days'
import { SEVERAL, SINGLE, SPANS, withParam, type Asked, type SpanName } from './filters'
import type { Option } from './options'

/** The filters in force, in the order of the bar; words that are looked for stand in their own field. */
export function chipsOf(asked: Asked): string[] {
  const spans = SPANS.filter((name) => asked[`${name}_from`] || asked[`${name}_before`])
  return [...SEVERAL.filter((name) => asked[name]), ...spans, ...SINGLE.filter((name) => asked[name])]
}

export function without(asked: Asked, name: string): Asked {
  const both = withParam(withParam(asked, `${name}_from`, null), `${name}_before`, null)
  return (SPANS as readonly string[]).includes(name) ? both : withParam(asked, name, null)
}

const NAMED_ONE_BY_ONE = 3

export function chipText(name: string, asked: Asked, options: readonly Option[], say: Say, language: Language): string {
  if ((SPANS as readonly string[]).includes(name)) {
    const { first, last } = daysOf(asked, name as SpanName)
    const shown = (said: string): string => (said ? day(`${said}T12:00:00+08:00`, language) : '')
    if (!first) return say('ledger.until_day', { day: shown(last) })
    return last ? say('ledger.between_days', { first: shown(first), last: shown(last) }) : say('ledger.from_day', { day: shown(first) })
  }
  const said = asked[name] ?? ''
  if (name === 'escalated' || name === 'archived') return say(`ledger.${said === 'true' ? 'yes' : 'no'}`)
  if (name === 'updated_from') return say('ledger.from_day', { day: moment(said, language) })
  const values = said.split(',')
  if (name === 'state' && isOpen(values)) return say('ledger.open')
  if (values.length > NAMED_ONE_BY_ONE) return say('ledger.so_many', { n: values.length })
  return values.map((value) => options.find((option) => option.value === value)?.label ?? value).join(say('ledger.and'))
}
