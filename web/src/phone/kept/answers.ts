/** Knows the server's answers that the phone keeps for the day without network: first what is kept, then what is new. */
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { exchange, type Query } from '@/api/ask'
import { Problem } from '@/api/problem'
import { keeping } from './database'

const NOT_MODIFIED = 304

export interface KeptAnswerView<T> {
  data: ShallowRef<T | null>
  at: Ref<number | null>
  fault: ShallowRef<unknown>
  again: () => Promise<void>
}

/** Ask anew for what is kept under a key; null where the kept answer still holds. */
async function renewed<T>(key: string, path: string, query: Query): Promise<T | null> {
  const old = await keeping((database) => database.answers.get(key))
  try {
    const answer = await exchange<T>(path, { query, headers: old?.etag ? { 'If-None-Match': old.etag } : {} })
    await keeping((database) => database.answers.put({ key, value: answer.data, etag: answer.etag, at: Date.now() })).catch(() => undefined)
    return answer.data
  } catch (error) {
    if (!(error instanceof Problem && error.status === NOT_MODIFIED)) throw error
    await keeping((database) => database.answers.update(key, { at: Date.now() }))
    return null
  }
}

export async function readAnswer<T>(key: string): Promise<T | null> {
  return ((await keeping((database) => database.answers.get(key)))?.value as T | undefined) ?? null
}

export async function keepAnswer(key: string, value: unknown): Promise<void> {
  await keeping((database) => database.answers.put({ key, value, etag: null, at: Date.now() }))
}

/** What a path answers one person, kept on the phone: another person here has keys of their own. */
export function useKept<T>(person: string, path: string, query: Query = {}): KeptAnswerView<T> {
  const key = `${person} ${path} ${JSON.stringify(query)}`
  const data = shallowRef<T | null>(null) as ShallowRef<T | null>
  const at = ref<number | null>(null)
  const fault = shallowRef<unknown>(null)
  let gone = false

  async function again(): Promise<void> {
    try {
      const fresh = await renewed<T>(key, path, query)
      if (gone) return
      if (fresh !== null) data.value = fresh
      at.value = Date.now()
      fault.value = null
    } catch (error) {
      fault.value = error
    }
  }

  async function first(): Promise<void> {
    const row = await keeping((database) => database.answers.get(key)).catch(() => undefined)
    if (row && !gone) {
      data.value = row.value as T
      at.value = row.at
    }
    await again()
  }

  void first()
  addEventListener('online', again)
  onScopeDispose(() => {
    gone = true
    removeEventListener('online', again)
  })
  return { data, at, fault, again }
}
