/** Knows how the list becomes a file: at once by its address, or, where it is long, as a job that is looked after. */
import { useMutation, useQuery, type UseMutationReturnType, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { address, ask } from '@/api/ask'
import type { ExportView } from '@/api/generated'
import type { Asked } from '../asked/filters'
import type { ColumnKey } from '../columns/columns'

/** Lines that the server answers at once. */
export const MOST_AT_ONCE = 20_000
const LOOK_MS = 1_000

export const FORMS = ['xlsx', 'csv', 'gb18030'] as const
export type FormName = (typeof FORMS)[number]
const LAYOUTS = ['chosen', 'ledger', 'supervision'] as const
export type Layout = 'imported' | (typeof LAYOUTS)[number]

/** The layouts there are for a list; one of a single import also goes out as it came in. */
export const layoutsFor = (asked: Asked): readonly Layout[] => (asked.import ? ['imported', ...LAYOUTS] : LAYOUTS)

interface Said {
  form: 'xlsx' | 'csv'
  template?: string
  columns?: string
  encoding?: 'gb18030'
}

const columnsOf = (layout: Layout, columns: readonly ColumnKey[]): Pick<Said, 'template' | 'columns'> => {
  if (layout === 'imported') return {}
  return layout === 'chosen' ? { columns: ['no', ...columns].join(',') } : { template: layout }
}

/** What the API is told: the columns that the page shows, counted, or those of a template; nothing for those of an import. */
export function saidOf(form: FormName, layout: Layout, columns: readonly ColumnKey[]): Said {
  return {
    form: form === 'xlsx' ? 'xlsx' : 'csv',
    ...columnsOf(layout, columns),
    ...(form === 'gb18030' && { encoding: form }),
  }
}

/** Where the file is, of a list that is short enough. */
export function fileAddress(asked: Asked, { form, ...said }: Said): string {
  return address(`/v1/issues.${form}`, { ...asked, ...said })
}

export function useExport(): UseMutationReturnType<ExportView, Error, { asked: Asked; said: Said }, unknown> {
  return useMutation({
    mutationFn: ({ asked, said }) => ask<ExportView>('/v1/exports', { method: 'POST', body: { query: asked, ...said } }),
  })
}

/** A job, looked at until it has ended. */
export function useJob(id: MaybeRefOrGetter<string | undefined>): UseQueryReturnType<ExportView, Error> {
  return useQuery({
    queryKey: computed(() => ['exports', toValue(id)]),
    queryFn: ({ signal }) => ask<ExportView>(`/v1/exports/${encodeURIComponent(toValue(id) ?? '')}`, { signal }),
    enabled: computed(() => toValue(id) !== undefined),
    refetchInterval: ({ state }) => (state.data && ['done', 'failed'].includes(state.data.state) ? false : LOOK_MS),
  })
}
