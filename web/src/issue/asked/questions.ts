/** Knows what is asked of one issue. Every key begins with ['issue', id], so that what happens to it asks again. */
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { ask } from '@/api/ask'
import { usePaged, type Paged } from '@/api/paged'
import type {
  CommentView, ExplanationView, History, IssuePage, IssueReports, IssueSummary, IssueView, MayPage, MayView, SimilarIssues,
} from '@/api/generated'

type Id = MaybeRefOrGetter<string>

function useOf<T>(id: Id, what: string): UseQueryReturnType<T, Error> {
  return useQuery({
    queryKey: computed(() => ['issue', toValue(id), what]),
    queryFn: ({ signal }) => ask<T>(`/v1/issues/${toValue(id)}${what && `/${what}`}`, { signal }),
  }) as UseQueryReturnType<T, Error>
}

/** The issue as it stands, with the version that a command is given on. */
export const useIssue = (id: Id): UseQueryReturnType<IssueView, Error> => useOf<IssueView>(id, '')
export const useHistory = (id: Id): UseQueryReturnType<History, Error> => useOf<History>(id, 'history')
export const useExplanation = (id: Id): UseQueryReturnType<ExplanationView, Error> => useOf<ExplanationView>(id, 'explain')
export const useReports = (id: Id): UseQueryReturnType<IssueReports, Error> => useOf<IssueReports>(id, 'report')
export const useComments = (id: Id): Paged<CommentView> => usePaged<CommentView>(() => ['issue', toValue(id), 'comments'], () => `/v1/issues/${toValue(id)}/comments`, {})
export const useSimilar = (id: Id): UseQueryReturnType<SimilarIssues, Error> => useOf<SimilarIssues>(id, 'similar')
/** Every command: whether it may be given now, or the one reason why not. */
export const useMay = (id: Id): UseQueryReturnType<MayPage, Error> => useOf<MayPage>(id, 'may')

/** The issue as a line of the ledger: its names, its clocks, what comes next. */
export function useLine(id: Id): UseQueryReturnType<IssueSummary | null, Error> {
  return useQuery({
    queryKey: computed(() => ['issue', toValue(id), 'line']),
    queryFn: async ({ signal }) => {
      for (const archived of [false, true]) {
        const [line] = (await ask<IssuePage>('/v1/issues', { query: { issue: toValue(id), archived }, signal })).items
        if (line) return line
      }
      return null
    },
  })
}

export function mayOf(may: MayPage | undefined, command: string): MayView | undefined {
  return may?.items.find((one) => one.command === command)
}
