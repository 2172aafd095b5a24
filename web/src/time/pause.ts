/** Knows when somebody pauses in typing: a server is not asked at every stroke. */
import { watch, type Ref } from 'vue'

const PAUSE_MS = 250

export function onPause(typed: Ref<string>, act: (words: string) => void): void {
  watch(typed, (words, _, stopped) => {
    const timer = setTimeout(() => act(words.trim()), PAUSE_MS)
    stopped(() => clearTimeout(timer))
  })
}
