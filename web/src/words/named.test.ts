import { expect, it } from 'vitest'
import { nameIn, saidIn } from './named'

it('says a thing in the language of the page, in Chinese where it has no other', () => {
  const step = { title_zh: '反馈', title_en: 'Feedback', light_zh: '红', light_en: null }
  expect([saidIn('zh-CN', step, 'title'), saidIn('en', step, 'title'), saidIn('en', step, 'light')]).toEqual(['反馈', 'Feedback', '红'])
  expect(nameIn('en', { name_zh: '小店区' })).toBe('小店区')
})
