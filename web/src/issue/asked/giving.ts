/** Knows how a command is given: once however often it is sent, on the version that was seen, and what it changes. */
import { useMutation, useQueryClient, type UseMutationReturnType } from '@tanstack/vue-query'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { ask } from '@/api/ask'
import type { IssueView } from '@/api/generated'
import { uuid7 } from '@/api/id'

export type Body = Record<string, unknown>

export interface Given {
  command: string
  body: Body
  /** The version that was looked at; null: whatever stands. */
  version: number | null
}

const CHANGED = ['issue', 'issues', 'board', 'counts', 'inbox'] as const

/** The same words under the same key: sent again after a broken line, a command is done once. */
export function createKeys(): (given: Given) => string {
  let last = ''
  let key = ''
  return (given) => {
    const words = JSON.stringify(given)
    if (words !== last) {
      last = words
      key = uuid7()
    }
    return key
  }
}

export function useCommand(id: MaybeRefOrGetter<string>): UseMutationReturnType<IssueView, Error, Given, unknown> {
  const queries = useQueryClient()
  const keyOf = createKeys()
  return useMutation({
    mutationFn: (given: Given) => {
      const headers: Record<string, string> = { 'Idempotency-Key': keyOf(given) }
      if (given.version !== null) headers['If-Match'] = `"${given.version}"`
      return ask<IssueView>(`/v1/issues/${toValue(id)}/${given.command}`, { method: 'POST', body: given.body, headers })
    },
    onSuccess: () => Promise.all(CHANGED.map((noun) => queries.invalidateQueries({ queryKey: [noun] }))),
  })
}
