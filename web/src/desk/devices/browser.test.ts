import { expect, it } from 'vitest'
import { browserOf } from './browser'

it('calls a browser by its own name, also one that says it is several', () => {
  expect(browserOf('Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/86 Mobile Safari/537.36 MicroMessenger/8.0')).toBe('WeChat')
  expect(browserOf('Mozilla/5.0 Chrome/140.0 Safari/537.36 Edg/140.0')).toBe('Edge')
  expect(browserOf('python-httpx/0.28')).toBeNull()
})
