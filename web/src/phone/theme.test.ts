// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { followSystem } from './theme'

afterEach(() => vi.unstubAllGlobals())

it('is as dark as the system is, and turns with it', () => {
  let turned = (): void => undefined
  const system = { matches: false, addEventListener: (_: string, fn: () => void) => (turned = fn) }
  vi.stubGlobal('matchMedia', () => system)
  followSystem()
  expect(document.documentElement.dataset['theme']).toBe('light')
  system.matches = true
  turned()
  expect(document.documentElement.dataset['theme']).toBe('dark')
})
