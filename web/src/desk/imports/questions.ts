/** Knows what is asked about imports: the list, one import and its rows, and how each step of one is sent. */
import { useMutation, useQuery, useQueryClient, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { ask } from '@/api/ask'
import type { ImportLine, ImportView, RowView, UndoneView } from '@/api/generated'
import { uuid7 } from '@/api/id'
import { usePaged, type Paged } from '@/api/paged'
import { sha256 } from '@/api/sha256'
import type { Mapping } from './mapping'

const WRITING_MS = 1_000
const pathOf = (id: string): string => `/v1/imports/${id}`

export function useImports(enabled: () => boolean): Paged<ImportLine> {
  return usePaged(['imports', 'list'], '/v1/imports', { limit: 50 }, { enabled })
}

export function useRows(id: () => string, verdict: () => string, turn: () => unknown): Paged<RowView> {
  return usePaged(
    () => ['imports', id(), 'rows', verdict(), turn()],
    () => `${pathOf(id())}/rows`,
    () => ({ verdict: verdict(), limit: 50 }),
  )
}

/** A file is sent under its hash, and begun to be brought in. */
export async function begin(file: File): Promise<ImportView> {
  const bytes = await file.arrayBuffer()
  const hash = await sha256(bytes)
  await ask(`/v1/import-files/${hash}`, { method: 'PUT', query: { filename: file.name }, bytes, headers: { 'Content-Type': 'application/octet-stream' } })
  return ask<ImportView>('/v1/imports', { method: 'POST', body: { id: uuid7(), sha256: hash, filename: file.name } })
}

/** One import; while its rows are written it is asked again and again. */
export function useImport(id: () => string): UseQueryReturnType<ImportView, Error> {
  return useQuery({
    queryKey: computed(() => ['imports', id(), 'one']),
    queryFn: ({ signal }) => ask<ImportView>(pathOf(id()), { signal }),
    refetchInterval: (query) => (query.state.data?.state === 'committing' ? WRITING_MS : false),
  })
}

/** What an undo came to; asked again it says the same. */
export function useUndone(id: () => string, enabled: () => boolean): UseQueryReturnType<UndoneView, Error> {
  return useQuery({
    queryKey: computed(() => ['imports', id(), 'undone']),
    queryFn: () => ask<UndoneView>(`${pathOf(id())}/undo`, { method: 'POST' }),
    enabled: computed(enabled),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export interface Doing {
  busy: Ref<boolean>
  error: Ref<unknown>
  sheets: (include: readonly string[], header: 'auto' | readonly [number, number]) => Promise<boolean>
  check: () => Promise<boolean>
  commit: () => Promise<boolean>
  undo: () => Promise<boolean>
}

/** The steps that take a while; each says whether it came to its end. What is still being saved is `settled` first, and
 *  where that was refused no step goes on without it. */
export function useDoing(id: () => string, settled: () => Promise<boolean>): Doing {
  const queries = useQueryClient()
  const error = shallowRef<unknown>(null)
  const sent = useMutation({ mutationFn: ({ path, method, body }: { path: string; method: 'POST' | 'PUT'; body?: unknown }) => ask<unknown>(`${pathOf(id())}/${path}`, { method, ...(body !== undefined && { body }) }) })

  async function send(path: string, method: 'POST' | 'PUT', body?: unknown): Promise<boolean> {
    error.value = null
    if (!(await settled())) return false
    try {
      await sent.mutateAsync({ path, method, body })
      return true
    } catch (problem) {
      error.value = problem
      return false
    } finally {
      await queries.invalidateQueries({ queryKey: ['imports'] })
      if (path === 'undo') await queries.invalidateQueries({ queryKey: ['issues'] })
    }
  }

  return {
    busy: sent.isPending,
    error,
    sheets: (include, header) => send('sheets', 'PUT', { include, header }),
    check: () => send('check', 'POST'),
    commit: () => send('commit', 'POST'),
    undo: () => send('undo', 'POST'),
  }
}

export interface Kept {
  mapping: Ref<Mapping | null>
  error: Ref<unknown>
  /** Changed here at once, and on the server one after another. */
  change: (to: Mapping) => Promise<void>
  /** Once nothing waits to be saved: whether what waited was. */
  settled: () => Promise<boolean>
}

/** The mapping as one changes it: every change is kept on the server, so that a reload loses none. */
export function useMapping(id: () => string, one: () => ImportView | undefined): Kept {
  const queries = useQueryClient()
  const mapping = ref<Mapping | null>(null) as Ref<Mapping | null>
  const error = shallowRef<unknown>(null)
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  watch(
    one,
    (now) => {
      if (now && waiting === 0) mapping.value = now.mapping as unknown as Mapping
    },
    { immediate: true },
  )

  async function put(to: Mapping): Promise<void> {
    try {
      const now = await ask<ImportView>(`${pathOf(id())}/mapping`, { method: 'PUT', body: to })
      error.value = null
      queries.setQueryData(['imports', id(), 'one'], now)
    } catch (problem) {
      error.value = problem
      mapping.value = (one()?.mapping as unknown as Mapping | undefined) ?? mapping.value
    } finally {
      waiting -= 1
    }
  }

  return {
    mapping,
    error,
    async change(to) {
      mapping.value = to
      waiting += 1
      last = last.then(() => put(to))
      await last
    },
    async settled() {
      if (waiting === 0) return true
      while (waiting > 0) await last
      return error.value === null
    },
  }
}
