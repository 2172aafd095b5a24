/** Knows lists that follow the database, whichever tab changes it: no state of them is kept anywhere else. */
import { liveQuery } from 'dexie'
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { keeping, type Kept } from './database'

export function useLive<T>(ask: (database: Kept) => Promise<T>, first: T): ShallowRef<T> {
  const value = shallowRef(first) as ShallowRef<T>
  const heard = liveQuery(() => keeping(ask)).subscribe({ next: (now) => (value.value = now), error: () => undefined })
  onScopeDispose(() => heard.unsubscribe())
  return value
}
