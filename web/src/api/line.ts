/** Knows whether the last question found an answer: a browser may call itself online where no line leads anywhere. */
import { readonly, ref } from 'vue'

const answered = ref(true)
export const isAnswered = readonly(answered)

export function tell(found: boolean): void {
  answered.value = found
}
