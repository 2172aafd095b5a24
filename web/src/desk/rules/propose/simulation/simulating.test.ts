import { effectScope } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { SimulationView } from '@/api/generated'
import { difference, rowsOf } from './outcome'
import { isOf, useSimulating, type Asked } from './simulating'

const ASKED: Asked = { text: 'name: ours', against: '13710@2', region: null, from: '2026-01-01', to: '2026-03-01' }
const OUTCOME = { issues: 3 } as SimulationView

describe('a simulation under way', () => {
  it('asks for just what is said, and keeps of what its outcome is', async () => {
    const asks = vi.fn().mockResolvedValue(OUTCOME)
    await effectScope().run(async () => {
      const simulating = useSimulating(asks)
      await simulating.run(ASKED)
      expect(asks.mock.calls[0]?.[1].body).toEqual({ text: 'name: ours', against: '13710@2', from: '2026-01-01', to: '2026-03-01' })
      expect([simulating.running, simulating.outcome, isOf(simulating.of, ASKED), isOf(simulating.of, { ...ASKED, text: 'x' })]).toEqual([false, OUTCOME, true, false])
    })
  })

  it('one that is stopped says nothing, and one that fails says why', async () => {
    const asks = vi.fn().mockImplementationOnce((_: string, { signal }: { signal: AbortSignal }) => new Promise((_done, failed) => signal.addEventListener('abort', () => failed(new Error('aborted')))))
    await effectScope().run(async () => {
      const simulating = useSimulating(asks)
      const under_way = simulating.run(ASKED)
      expect(simulating.running).toBe(true)
      simulating.stop()
      await under_way
      expect([simulating.running, simulating.error]).toEqual([false, null])
      asks.mockRejectedValueOnce(new Error('too long'))
      await simulating.run(ASKED)
      expect([simulating.running, (simulating.error as Error).message]).toEqual([false, 'too long'])
    })
  })
})

describe('two beside each other', () => {
  it('bars are of the longest', () => {
    expect(rowsOf({ a: { would: 4, did: 1 }, b: { would: 0, did: 2 } })).toEqual([
      { key: 'a', would: 4, did: 1, wouldBar: 100, didBar: 25 },
      { key: 'b', would: 0, did: 2, wouldBar: 0, didBar: 50 },
    ])
  })

  it('a difference has its sign', () => {
    expect([{ would: 3, did: 1 }, { would: 1, did: 3 }, { would: 2, did: 2 }].map(difference)).toEqual(['+2', '−2', '0'])
  })
})
