/** Knows whether there is a network: as the browser says, and as the last question found. */
import { computed, onScopeDispose, ref, type ComputedRef } from 'vue'
import { isAnswered } from '@/api/line'

export function useOnline(): ComputedRef<boolean> {
  const online = ref(navigator.onLine)
  const hear = (): void => {
    online.value = navigator.onLine
  }
  addEventListener('online', hear)
  addEventListener('offline', hear)
  onScopeDispose(() => {
    removeEventListener('online', hear)
    removeEventListener('offline', hear)
  })
  return computed(() => online.value && isAnswered.value)
}
