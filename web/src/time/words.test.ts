/** Moments are written by China's wall clock, whatever the device believes. */
import { expect, it } from 'vitest'
import { day, hour, isoDay, moment, weekday, ZONE } from './words'

it('crosses midnight in China, not elsewhere', () => {
  expect([isoDay('2026-03-06T15:59:59Z'), hour('2026-03-06T15:59:59Z')]).toEqual(['2026-03-06', '23:59'])
  expect([isoDay('2026-03-06T16:00:00Z'), hour('2026-03-06T16:00:00Z')]).toEqual(['2026-03-07', '00:00'])
  expect(moment('2026-12-31T16:30:00Z', 'zh-CN')).toBe('1月1日 周五 00:30')
})

it('says a day in both languages, the second time as the first', () => {
  const at = '2026-03-06T01:00:00Z'
  const said = (): string[] => [day(at, 'zh-CN'), weekday(at, 'zh-CN'), day(at, 'en'), weekday(at, 'en')]
  expect(said()).toEqual(['3月6日', '周五', 'Mar 6', 'Fri'])
  expect(said()).toEqual(['3月6日', '周五', 'Mar 6', 'Fri'])
  expect(day('2026-03-07T01:00:00Z', 'zh-CN')).toBe('3月7日')
})

it('keeps to the zone as the browser knows it, in every year of the ledger', () => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  for (let year = 2000; year < 2060; year += 1) {
    for (const month of ['01', '07']) {
      const at = `${year}-${month}-01T12:34:00Z`
      expect(hour(at)).toBe(format.format(new Date(at)))
    }
  }
})
