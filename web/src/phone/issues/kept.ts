/** Knows the answers that these pages show: first what the phone kept, then what is new; asked again on coming back. */
import { onMounted, onScopeDispose, watch } from 'vue'
import type { Query } from '@/api/ask'
import { followEnd } from '../device/ended'
import { person } from '../device/person'
import { useKept, type KeptAnswerView } from '../kept/answers'

export function useAnswer<T>(path: string, query: Query = {}): KeptAnswerView<T> {
  const answer = useKept<T>(person.value?.id ?? '', path, query)
  const back = (): void => {
    if (document.visibilityState === 'visible') void answer.again()
  }
  watch(answer.fault, (fault) => void followEnd(fault))
  onMounted(() => document.addEventListener('visibilitychange', back))
  onScopeDispose(() => document.removeEventListener('visibilitychange', back))
  return answer
}
