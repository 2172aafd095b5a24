/** Knows the files that somebody chose for a form: each shrunk, sent, told when and where it was taken. */
import { computed, onScopeDispose, reactive, type ComputedRef } from 'vue'
import { takenOf, type Taken } from './exif'
import { sent } from './send'
import { shrunk } from './shrink'

export interface Chosen {
  key: number
  /** As the person calls it; null of one that was sent before this page was opened. */
  name: string | null
  /** Of a picture, to show it; null of a document. */
  url: string | null
  taken: Taken
  share: number
  sha256: string | null
  error: unknown
}

export interface Files {
  chosen: Chosen[]
  sending: ComputedRef<boolean>
  add: (files: Iterable<File>) => void
  again: (one: Chosen) => void
  remove: (one: Chosen) => void
}

/** `before` are those sent already: they are kept until somebody takes them off. */
export function useFiles(before: readonly string[] = []): Files {
  const chosen = reactive<Chosen[]>(before.map((sha256, place) => ({ key: -1 - place, name: null, url: null, taken: { at: null, place: null }, share: 1, sha256, error: null })))
  const sources = new Map<number, File>()
  let last = 0

  async function send(one: Chosen): Promise<void> {
    const source = sources.get(one.key)
    if (!source) return
    one.error = null
    try {
      one.taken = takenOf(await source.arrayBuffer())
      one.sha256 = await sent(await shrunk(source), (share) => (one.share = share))
    } catch (error) {
      one.error = error
    }
  }

  function add(files: Iterable<File>): void {
    for (const file of files) {
      const key = ++last
      sources.set(key, file)
      const url = file.type.startsWith('image/') ? URL.createObjectURL(file) : null
      chosen.push({ key, name: file.name, url, taken: { at: null, place: null }, share: 0, sha256: null, error: null })
      const one = chosen[chosen.length - 1]
      if (one) void send(one)
    }
  }

  function remove(one: Chosen): void {
    chosen.splice(chosen.findIndex(({ key }) => key === one.key), 1)
    sources.delete(one.key)
    if (one.url) URL.revokeObjectURL(one.url)
  }

  onScopeDispose(() => [...chosen].forEach(remove))
  return { chosen, sending: computed(() => chosen.some((one) => !one.sha256 && !one.error)), add, again: (one) => void send(one), remove }
}
