/** Knows the server's answers that the phone keeps for the day without network: first what is kept, then what is new. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { exchange, type Query } from '@/api/ask'
import { isAnswered } from '@/api/line'
import { Problem } from '@/api/problem'
import { keeping } from './database'

const NOT_MODIFIED = 304
const MOST_PAGES = 25

export interface KeptAnswerView<T> {
  data: ShallowRef<T | null>
  at: Ref<number | null>
  fault: ShallowRef<unknown>
  again: () => Promise<void>
}

interface Listed {
  items: unknown[]
  next_cursor: string | null
}

const isListed = (data: unknown): data is Listed => typeof data === 'object' && data !== null && 'next_cursor' in data

/** What comes after the first page of a list; without an end there would be none to a broken answer. */
async function withRest(first: Listed, path: string, query: Query): Promise<Listed> {
  const items = [...first.items]
  let cursor = first.next_cursor
  for (let left = MOST_PAGES; cursor && left > 0; left -= 1) {
    const page = (await exchange<Listed>(path, { query: { ...query, cursor } })).data
    items.push(...page.items)
    cursor = page.next_cursor
  }
  return { items, next_cursor: cursor }
}

/** Ask anew for what is kept under a key; null where the kept answer still holds. */
async function renewed<T>(key: string, path: string, query: Query, whole: boolean): Promise<T | null> {
  const old = await keeping((database) => database.answers.get(key))
  try {
    const answer = await exchange<T>(path, { query, headers: old?.etag ? { 'If-None-Match': old.etag } : {} })
    const { data } = answer
    const isLonger = whole && isListed(data) && data.next_cursor !== null
    const value = isLonger ? ((await withRest(data, path, query)) as T) : data
    // A tag speaks for one page alone.
    await keeping((database) => database.answers.put({ key, value, etag: isLonger ? null : answer.etag, at: Date.now() })).catch(() => undefined)
    return value
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

/** What a path answers one person (`whole`: all pages of a list), kept on the phone: another person here has keys of their own. */
export function useKept<T>(person: string, path: string, query: Query = {}, whole = false): KeptAnswerView<T> {
  const key = `${person} ${path} ${JSON.stringify(query)}`
  const data = shallowRef<T | null>(null) as ShallowRef<T | null>
  const at = ref<number | null>(null)
  const fault = shallowRef<unknown>(null)
  let gone = false

  async function again(): Promise<void> {
    try {
      const fresh = await renewed<T>(key, path, query, whole)
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
  watch(isAnswered, (yes) => {
    if (yes && fault.value) void again()
  })
  onScopeDispose(() => {
    gone = true
    removeEventListener('online', again)
  })
  return { data, at, fault, again }
}
