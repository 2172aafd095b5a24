/** Knows how a file of the registry is taken: looked at first, every fault by its line, then all of it or nothing. */
import { useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { ref, shallowRef, type Ref } from 'vue'
import { ask } from '@/api/ask'
import type { Imported } from '@/api/generated'
import { ORGANISATION } from '../questions'

export interface ImportLine {
  kind: string
  created: number
  changed: number
  same: number
}

export interface Importing {
  busy: Ref<boolean>
  error: Ref<unknown>
  /** What it would come to, until another file is chosen. */
  foreseen: Ref<Imported | null>
  taken: Ref<Imported | null>
  look: (file: File) => Promise<void>
  take: (file: File, reason: string) => Promise<void>
  forget: () => void
}

/** By the file's name: rows of text, the registry's own form, else a workbook, of which the server looks what it is. */
export function mediaTypeOf(name: string): string {
  if (/\.csv$/i.test(name)) return 'text/csv'
  return /\.ya?ml$/i.test(name) ? 'application/yaml' : 'application/octet-stream'
}

/** How many of each kind are new, changed, or as they were. */
export function linesOf({ created, changed, same }: Imported): ImportLine[] {
  const kinds = [...new Set([created, changed, same].flatMap((counts) => Object.keys(counts)))]
  return kinds.map((kind) => ({ kind, created: created[kind] ?? 0, changed: changed[kind] ?? 0, same: same[kind] ?? 0 }))
}

export function changesNothing(imported: Imported): boolean {
  return linesOf(imported).every(({ created, changed }) => created + changed === 0)
}

export function useImporting(queries: QueryClient = useQueryClient()): Importing {
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  const foreseen = shallowRef<Imported | null>(null)
  const taken = shallowRef<Imported | null>(null)
  let latest = 0

  /** Null where it was refused, or where another trial began meanwhile, which alone is told. */
  async function send(file: File, query: Record<string, string | boolean>): Promise<Imported | null> {
    const trial = (latest += 1)
    busy.value = true
    error.value = null
    try {
      const came = await ask<Imported>('/v1/registry/import', { method: 'POST', query, bytes: file, headers: { 'Content-Type': mediaTypeOf(file.name) } })
      return trial === latest ? came : null
    } catch (problem) {
      if (trial === latest) error.value = problem
      return null
    } finally {
      if (trial === latest) busy.value = false
    }
  }

  return {
    busy,
    error,
    foreseen,
    taken,
    async look(file) {
      foreseen.value = (await send(file, { dry_run: true })) ?? foreseen.value
    },
    async take(file, reason) {
      taken.value = await send(file, { reason })
      if (taken.value) await Promise.all([ORGANISATION, 'options', 'vacancies', 'projects'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
    },
    forget() {
      error.value = null
      foreseen.value = null
      taken.value = null
    },
  }
}
