/** Knows the region that a desk looks at, which is in the address: none is all that one may read. */
import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export interface Scope {
  region: ComputedRef<string | null>
  /** Looks at a region, and at what lies below it. Going back leads to where one was. */
  enter: (region: string | null) => Promise<void>
}

const CODE = /^14\d{4}$/

export function useScope(): Scope {
  const route = useRoute()
  const router = useRouter()
  const region = computed(() => {
    const said = route.query['region']
    return typeof said === 'string' && CODE.test(said) ? said : null
  })
  return {
    region,
    enter: async (code) => {
      const rest = Object.entries(route.query).filter(([name]) => name !== 'region')
      await router.push({ query: { ...Object.fromEntries(rest), ...(code !== null && { region: code }) } })
    },
  }
}

export type RegionLevel = 'province' | 'city' | 'county'

/** 140000 a province, 140100 a city, 140105 a county. */
export function levelOf(code: string): RegionLevel {
  if (code.endsWith('0000')) return 'province'
  return code.endsWith('00') ? 'city' : 'county'
}

/** The region right above; of a province none. */
export function above(code: string): string | null {
  const level = levelOf(code)
  if (level === 'province') return null
  return level === 'city' ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`
}
