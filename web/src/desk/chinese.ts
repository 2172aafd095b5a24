/** Knows the Chinese words of the desk: those of its frame and of rooms that speak for each other at once, a room's own with its page. */
import type { RouteMeta, Router } from 'vue-router'
import type { Learn } from '@/words/learning'
import type { WordFiles } from '@/words/words'

export const files: WordFiles[] = [
  import.meta.glob('./{words,board/words,counted/words,issue/words,ledger/words,projects/words,projects/permits/words}/zh-CN.json', { eager: true, import: 'default' }),
  import.meta.glob(['../parts/words/zh-CN.json', '../session/**/words/zh-CN.json', '../issue/**/words/zh-CN.json', '../figures/words/zh-CN.json', '../time/words/zh-CN.json'], { eager: true, import: 'default' }),
]

/** Rooms whose words no other room speaks; one within another is named by its page (`meta.words`). */
export const own = import.meta.glob<Record<string, unknown>>(
  ['./*/words/zh-CN.json', './projects/importing/words/zh-CN.json', '!./{board,counted,issue,ledger,projects}/words/zh-CN.json'],
  { import: 'default' },
)

/** The words of the room that a page is of. */
export const fileOf = ({ path, meta }: { path: string; meta?: RouteMeta }): string => {
  const room = typeof meta?.['words'] === 'string' ? meta['words'] : (path.split('/')[1] ?? '').replaceAll('-', '_')
  return `./${room}/words/zh-CN.json`
}

/** A page is shown when its room's words are there. */
export function learnByRoom(router: Router, into: Learn): void {
  const learned = new Set<string>()
  router.beforeResolve(async ({ matched }) => {
    const file = fileOf(matched[0] ?? { path: '' })
    const words = own[file]
    if (!words || learned.has(file)) return
    into('zh-CN', await words())
    learned.add(file)
  })
}
