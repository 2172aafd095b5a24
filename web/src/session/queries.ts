/** Knows how answers are kept on a page: a while, asked again on coming back, and not asked again where it is no use. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/vue-query'
import { Problem } from '@/api/problem'

const TRIES = 2

/** `ended` is called when an answer says that nobody is signed in any more. */
export function createQueries(ended: (error: Error) => void = () => undefined): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: ended }),
    mutationCache: new MutationCache({ onError: ended }),
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
