/** Knows how answers are kept on a page: a while, asked again on coming back, and not asked again where it is no use. */
import { QueryClient } from '@tanstack/vue-query'
import { Problem } from '@/api/problem'

const TRIES = 2

export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        networkMode: 'always',
        retry: (failures, error) => failures < TRIES && !(error instanceof Problem && error.status < 500),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
