/** Knows how a file of an issue comes to a page: by its address where the session's cookie goes along, else asked for with the phone's access. */
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { bears, streamed } from '@/api/ask'
import type { Size } from '@/api/generated'
import { hand } from '../files/handed'

export function addressOf(issue: string, sha: string, size?: Size): string {
  return `/v1/issues/${issue}/attachments/${sha}${size ? `?size=${size}` : ''}`
}

async function blobOf(path: string, signal?: AbortSignal): Promise<Blob> {
  return (await streamed(path, signal ? { signal } : {})).blob()
}

interface Shown {
  /** What an `img` shows; null until it is here. */
  src: Readonly<Ref<string | null>>
  failed: Ref<boolean>
}

/** A picture to show. What was asked for is held until another is shown, or none. */
export function usePicture(address: () => string): Shown {
  const src = ref<string | null>(null)
  const failed = ref(false)
  let end = new AbortController()

  function release(): void {
    end.abort()
    if (src.value?.startsWith('blob:')) URL.revokeObjectURL(src.value)
    src.value = null
  }

  async function read(path: string, { signal }: AbortController): Promise<void> {
    try {
      const url = URL.createObjectURL(await blobOf(path, signal))
      if (signal.aborted) URL.revokeObjectURL(url)
      else src.value = url
    } catch {
      failed.value = !signal.aborted
    }
  }

  watch(address, (path) => {
    release()
    end = new AbortController()
    failed.value = false
    if (bears()) void read(path, end)
    else src.value = path
  }, { immediate: true })
  onScopeDispose(release)
  return { src, failed }
}

/** Have the browser keep a file as it was sent. Throws Problem or Unreachable. */
export async function save(issue: string, sha: string): Promise<void> {
  const file = await blobOf(addressOf(issue, sha))
  hand(`${sha.slice(0, 12)}.${file.type.split('/')[1] ?? 'bin'}`, file)
}
