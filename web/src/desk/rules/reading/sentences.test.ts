import { createI18n } from 'vue-i18n'
import { describe, expect, it } from 'vitest'
import type { Policy, Step } from '@/api/generated'
import en from '../words/en.json'
import zh from '../words/zh-CN.json'
import { countsWorkingDays, dueText, lightText, recipientsText, scopeText, spanText, whenText, type Say } from './sentences'

type Translate = (key: string, named: object, how: { plural: number; locale: string }) => string
const i18n = createI18n({ legacy: false, locale: 'zh', messages: { zh, en } as never }) as unknown as { global: { t: Translate } }
const speaking = (locale: string): Say => (key, named = {}, plural = 1) => i18n.global.t(`rules.${key}`, named, { plural, locale })
const [chinese, english] = [speaking('zh'), speaking('en')]
const step = (more: Partial<Step>): Step => ({ step: 's', obligation: 'resolve', light: 'red', instrument: 'circular', to: [{ post: 'unit_head' }], ...more })
const NAMES = { region: (code: string) => `地区${code}`, category: (code: string) => `类别${code}` }

describe('terms as people read them', () => {
  it('lengths of time name their unit, and the day itself', () => {
    expect(spanText({ months: 1, days: 3 }, chinese)).toBe('1 个月3 天')
    expect(spanText({ days: 1 }, english)).toBe('1 day')
    expect(spanText({ working_days: 3 }, english)).toBe('3 working days')
    expect(spanText({ days: 0 }, chinese)).toBe('当日')
    expect(spanText({ days: 0, or_next_working_day: true }, english)).toBe('the same day, or the next working day')
  })

  it('one limit is said once, several by severity', () => {
    expect(dueText({ ordinary: { days: 3 }, major: { days: 3 } }, [], chinese)).toBe('3 天')
    expect(dueText({ ordinary: { days: 7 }, major: { months: 1 } }, [], chinese)).toBe('一般 7 天，重大 1 个月')
    expect(dueText({ ordinary: { days: 7 }, major: { months: 1 } }, ['major'], english)).toBe('1 month')
  })

  it('a step says when it comes, and whether it comes again', () => {
    expect(whenText(step({}), chinese)).toBe('到期时')
    expect(whenText(step({ before: { hours: 12 } }), chinese)).toBe('到期前 12 小时')
    expect(whenText(step({ after: { days: 7 }, repeat: { every: { days: 7 }, at_most: 10 } }), chinese)).toBe('超期 7 天，每 7 天重复，至多 10 次')
    expect(whenText(step({ needs: 'blue', lapse: { days: 3 } }), english)).toBe('3 days after blue, if still not done')
    expect(whenText(step({ again_if_idle: { days: 7 } }), english)).toBe('when it is due, again if idle for 7 days after it was acknowledged')
  })

  it('recipients are posts with their level', () => {
    expect(recipientsText([{ post: 'supervisor', level: 'above' }, { post: 'unit_head', of: 'supporting' }], chinese)).toBe('上一级督办人员、配合单位负责人')
    expect(recipientsText([], english)).toBe('who is named')
  })

  it('a light has its own word where the policy made it up', () => {
    const policy = { lights: { violet: { zh: '紫', en: 'violet' } } } as unknown as Policy
    expect([lightText(policy, 'violet', false, chinese), lightText(policy, 'red', true, english), lightText(policy, 'other', true, english)]).toEqual(['紫', 'red', 'other'])
  })

  it('a scope names what it asks, or every issue', () => {
    expect(scopeText({}, NAMES, chinese)).toBe('全部问题')
    expect(scopeText({ categories: ['land'], regions: ['140100'], works_stopped: true }, NAMES, chinese)).toBe('类别land · 地区140100 · 已停工')
  })

  it('working days are found wherever they are counted', () => {
    const policy = (due: object): Policy => ({ obligations: { a: { due: { ordinary: due } } }, ladder: [] }) as unknown as Policy
    expect([countsWorkingDays(policy({ days: 3, working_days: 0 })), countsWorkingDays(policy({ working_days: 3 }))]).toEqual([false, true])
  })
})
