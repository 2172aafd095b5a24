import { createI18n } from 'vue-i18n'
import { describe, expect, it } from 'vitest'
import type { CheckedPolicy, Policy, SimulationView } from '@/api/generated'
import type { Say } from '../reading/sentences'
import zh from '../words/zh-CN.json'
import { adoptionOf, effectsOf, hindrance } from './adoption'
import { differences } from './differences'
import { marksOf, withVersion } from './lines'

type Translate = (key: string, named: object, plural: number) => string
const i18n = createI18n({ legacy: false, locale: 'zh', messages: { zh } as never }) as unknown as { global: { t: Translate } }
const say: Say = (key, named = {}, plural = 1) => i18n.global.t(`rules.${key}`, named, plural)
const NAMES = { region: (code: string) => code, category: (code: string) => code }
const policy = (more: Partial<Policy> = {}): Policy => ({
  name: 'ours', version: 1, title: { zh: '我市', en: 'ours' }, time_zone: 'Asia/Shanghai', applies_to: {},
  obligations: { resolve: { title: { zh: '解决', en: 'Resolve' }, starts: ['assigned'], satisfied_by: ['closed'], due: { ordinary: { days: 7 }, major: { days: 7 } } } },
  ladder: [{ step: 'late', obligation: 'resolve', after: { days: 1 }, light: 'red', instrument: 'circular', to: [{ post: 'supervisor', level: 'city' }] }],
  notices: {}, on_transfer: 'keep', ...more,
})
const checked = (state: CheckedPolicy['state'], name = 'ours', version = 3): CheckedPolicy => ({ state, name, version, title: { zh: '我市', en: 'ours' }, definition: policy(), faults: [], warnings: [] })

describe('a text by its lines', () => {
  it('takes the next version where it says one', () => {
    expect(withVersion('name: ours\nversion: 2\n# version: 2\n', 3)).toBe('name: ours\nversion: 3\n# version: 2\n')
    expect(withVersion('name: ours\n', 3)).toBe('name: ours\n')
  })

  it('marks a line with a fault as such, whatever else is odd there', () => {
    const at = (line: number) => ({ line, path: '$', message: '' })
    expect([...marksOf([at(2)], [at(2), at(5)])]).toEqual([[2, 'fault'], [5, 'warning']])
  })
})

describe('in which terms two policies differ', () => {
  const told = { names: NAMES, english: false, say }
  it('nothing differs but the number', () => {
    expect(differences(policy(), policy({ version: 2 }), told)).toEqual([])
  })

  it('what is changed, added and taken away is said, before and after', () => {
    const after = policy({
      ladder: [{ step: 'later', obligation: 'resolve', after: { days: 2 }, light: 'red', instrument: 'circular', to: [{ post: 'supervisor', level: 'city' }] }],
      obligations: { resolve: { title: { zh: '解决', en: 'Resolve' }, starts: ['assigned'], satisfied_by: ['closed'], due: { ordinary: { days: 5 }, major: { days: 5 } } } },
    })
    const found = differences(policy(), after, told)
    expect(found.map(({ about, kind }) => [about, kind])).toEqual([['时限 解决', 'changed'], ['步骤 late', 'removed'], ['步骤 later', 'added']])
    expect([found[0]?.before, found[0]?.after]).toEqual(['时限 7 天 · 从何时起算 交办 · 办结 销号', '时限 5 天 · 从何时起算 交办 · 办结 销号'].map((each) => expect.stringContaining(each)))
    expect(found[2]?.after).toBe('解决 · 超期 2 天 · 红 · 通报 · 市级督办人员')
  })
})

describe('what adopting means', () => {
  const of = (state: CheckedPolicy['state'], may = true, holds = false) => hindrance({ checked: checked(state), may, holds, next: 4 }, say)

  it('is hindered by who one is, by faults, by a number that is taken and by nothing new', () => {
    expect(of('new')).toBeNull()
    expect(of('new', false)).toBe('采用规则由省级督办人员决定。')
    expect(of(null)).toBe('先改正错误再采用。')
    expect(of('taken')).toContain('version 改为 4')
    expect(of('entered', true, true)).toContain('ours@3 已经采用')
    expect(of('entered')).toBeNull()
  })

  it('sends a text that is new, and names a version that stands here', () => {
    expect(adoptionOf(checked('new'), 'text', '2026-04-01', ' 文号 ')).toEqual({ text: 'text', from: '2026-04-01', reason: '文号' })
    expect(adoptionOf(checked('entered'), 'text', null, '文号')).toEqual({ policy: 'ours@3', reason: '文号' })
  })

  it('says from when, for what, in whose place, and what history says of it', () => {
    const outcome = { issues: 9, more: 2, fewer: 1 } as SimulationView
    const said = effectsOf({ checked: checked('new'), day: '2026-04-01', replaces: 'ours@2', outcome }, NAMES, say).join('\n')
    for (const part of ['自 2026-04-01 零时起', '适用：全部问题', '接替 ours@2', '仍按原来的版本', '9 个问题中，2 个会多发，1 个会少发']) expect(said).toContain(part)
    expect(effectsOf({ checked: checked('new'), day: null, replaces: null, outcome: null }, NAMES, say).join('\n')).toContain('没有用历史推演过')
  })
})
