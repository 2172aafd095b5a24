import { describe, expect, it } from 'vitest'
import { ORDER, standingOf } from './parts'
import en from './words/en.json'
import zh from './words/zh-CN.json'

describe('how each part stands', () => {
  it('is told in an order of its own, and unknown where nobody says', () => {
    const standing = standingOf([{ part: 'kafka', ok: true, figures: {} }, { part: 'mongodb', ok: false, figures: {} }])
    expect(standing.map(({ part }) => part)).toEqual(ORDER)
    expect(standing.slice(0, 3).map(({ ok }) => ok)).toEqual([false, true, null])
  })

  it('says how long the oldest waits by its largest unit', () => {
    const said = (lag: number): unknown => standingOf([{ part: 'sweep', ok: true, figures: { lag_seconds: lag } }])[4]?.figures[0]
    expect([said(59), said(60), said(7_300)]).toEqual([['health.figures.no_lag', {}], ['health.figures.lag_minute', { n: 1 }], ['health.figures.lag_hour', { n: 2 }]])
  })

  it('tells the shares of workers in one sentence', () => {
    const [first] = standingOf([{ part: 'workers', ok: false, figures: { alive: 1, partitions_read: 24, partitions: 48, standing_still: 2 } }])[3]?.figures ?? []
    expect(first).toEqual(['health.figures.workers', { alive: 1, partitions_read: 24, partitions: 48 }])
  })

  it('has a name, what it does and what to do for every part in both languages', () => {
    for (const { health } of [zh, en]) expect(Object.keys(health.parts).sort()).toEqual([...ORDER].sort())
  })
})
