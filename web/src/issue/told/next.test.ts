import { expect, it } from 'vitest'
import type { Coming, IssueSummary } from '@/api/generated'
import { nextOf } from './next'

const to = { person_id: 'p1', person_name: '刘慧敏', title_zh: '县级督办', title_en: 'county supervisor' }
const coming = (title_zh: string, at: string, until: string | null = null): Coming => ({ step: { title_zh, title_en: title_zh, light: 'red' }, at, until, to: [to] }) as unknown as Coming
const line = { next_step: { title_zh: '解决', to: [{ ...to, unit_id: null, unit_zh: '小店区', unit_en: 'Xiaodian', phone: '0351-1' }] } } as unknown as Pick<IssueSummary, 'next_step'>

it('says what the explanation says comes first, also where the line knows of another', () => {
  const next = nextOf([coming('批示逾期', '2026-03-05T01:00:00Z'), coming('解决', '2026-03-06T01:00:00Z')], line)
  expect([next?.title_zh, next?.at]).toEqual(['批示逾期', '2026-03-05T01:00:00Z'])
  expect(next?.to[0]).toMatchObject({ person_name: '刘慧敏', unit_zh: '小店区', phone: '0351-1' })
})

it('says when a step that quiet hours put off is sent', () => {
  expect(nextOf([coming('反馈', '2026-03-05T15:00:00Z', '2026-03-05T23:30:00Z')], null)).toMatchObject({ at: '2026-03-05T23:30:00Z', to: [{ phone: null }] })
})

it('says nothing where nothing is to fire, whatever the line says', () => {
  expect(nextOf([], line)).toBeNull()
})
