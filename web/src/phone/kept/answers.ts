/** Knows the server's answers that the phone keeps for the day without network: first what is kept, then what is new. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { address, exchange, read, type Answer, type Query } from '@/api/ask'
import { isAnswered } from '@/api/line'
import { Problem } from '@/api/problem'
import { heard } from '@/time/clock'
import { taken } from '../early/ahead'
import { keeping } from './database'
import type { KeptAnswer } from './rows'

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

/** What was asked before the pages were here; nothing where it was not, or was refused: it is asked anew then. */
async function ahead<T>(path: string, query: Query): Promise<Answer<T> | null> {
  const answer = await taken(address(path, query))?.catch(() => undefined)
  if (!answer?.ok) return null
  heard(answer.headers.get('Xiaohao-Time'))
  return read<T>(answer)
}

/** Ask anew for what is kept under a key; null where the kept answer still holds. It is shown before it is kept. */
async function renewed<T>(key: string, path: string, query: Query, whole: boolean, old: KeptAnswer | undefined): Promise<T | null> {
  try {
    const answer = (await ahead<T>(path, query)) ?? (await exchange<T>(path, { query, headers: old?.etag ? { 'If-None-Match': old.etag } : {} }))
    const { data } = answer
    const isLonger = whole && isListed(data) && data.next_cursor !== null
    const value = isLonger ? ((await withRest(data, path, query)) as T) : data
    // A tag speaks for one page alone.
    void keeping((database) => database.answers.put({ key, value, etag: isLonger ? null : answer.etag, at: Date.now() })).catch(() => undefined)
    return value
  } catch (error) {
    if (!(error instanceof Problem && error.status === NOT_MODIFIED)) throw error
    void keeping((database) => database.answers.update(key, { at: Date.now() })).catch(() => undefined)
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

  const before = (): Promise<KeptAnswer | undefined> => keeping((database) => database.answers.get(key)).catch(() => undefined)

  async function again(row?: KeptAnswer): Promise<void> {
    try {
      const fresh = await renewed<T>(key, path, query, whole, row ?? (await before()))
      if (gone) return
      if (fresh !== null) data.value = fresh
      at.value = Date.now()
      fault.value = null
    } catch (error) {
      fault.value = error
    }
  }

  async function first(): Promise<void> {
    const row = await before()
    if (row && !gone) {
      data.value = row.value as T
      at.value = row.at
    }
    await again(row)
  }
  const anew = (): Promise<void> => again()

  void first()
  addEventListener('online', anew)
  watch(isAnswered, (yes) => {
    if (yes && fault.value) void anew()
  })
  onScopeDispose(() => {
    gone = true
    removeEventListener('online', anew)
  })
  return { data, at, fault, again: anew }
}
