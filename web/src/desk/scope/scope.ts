/** Knows the region that every page of the desk is narrowed to: it stands in the address, and goes along from page to page. */
import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { RegionView } from '@/api/generated'
import { whole } from '@/api/whole'
import { useMe } from '@/session/me'

/** Every region, by code; kept for an hour. */
export function useRegions(): { regions: ComputedRef<Map<string, RegionView>>; nameOf: (code: string | null) => string } {
  const asked = useQuery({ queryKey: ['regions'], queryFn: ({ signal }) => whole<RegionView>('/v1/regions', {}, { signal }), staleTime: 3_600_000 })
  const regions = computed(() => new Map((asked.data.value ?? []).map((region) => [region.code, region])))
  return { regions, nameOf: (code) => (code === null ? '' : (regions.value.get(code)?.name_zh ?? code)) }
}

/** A region's code with its zeros taken off: what the codes of all below it begin with. */
export function stem(code: string): string {
  if (code.endsWith('0000')) return code.slice(0, 2)
  return code.endsWith('00') ? code.slice(0, 4) : code
}

/** From the province down: 140000, 140100, 140105. */
export function lineOf(code: string): string[] {
  return [...new Set([`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code])]
}

export interface ScopeOfPages {
  /** The region chosen, or null: all that one may see. */
  region: ComputedRef<string | null>
  /** One's own region, above which nothing is to be chosen. */
  home: ComputedRef<string | null>
  choose: (code: string | null) => void
}

export function useScope(): ScopeOfPages {
  const route = useRoute()
  const router = useRouter()
  const me = useMe()
  const home = computed(() => me.data.value?.region ?? null)
  const region = computed(() => {
    const said = route.query['region']
    return typeof said === 'string' && /^\d{6}$/.test(said) ? said : null
  })
  const choose = (code: string | null): void => {
    const query = { ...route.query }
    delete query['region']
    void router.push({ path: route.path, query: code === null || code === home.value ? query : { ...query, region: code } })
  }
  return { region, home, choose }
}
