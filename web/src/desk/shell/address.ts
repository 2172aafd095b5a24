/** Knows what a page is asked for in its address, and how that changes without a step to go back over. */
import { useRoute, useRouter } from 'vue-router'

export function useAddress(): { one: (name: string) => string; go: (change: Record<string, string | undefined>) => void } {
  const route = useRoute()
  const router = useRouter()
  return {
    /** What the address says under a name once; an empty text where it says nothing. */
    one: (name) => (typeof route.query[name] === 'string' ? route.query[name] : ''),
    /** What is blank or undefined goes from the address, what is not named stays. */
    go: (change) => {
      const query = Object.fromEntries(Object.entries({ ...route.query, ...change }).filter(([, value]) => value))
      void router.replace({ query })
    },
  }
}
