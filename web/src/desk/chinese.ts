/** Knows the Chinese words of the desk: those of its frame and of rooms that speak for each other at once, a room's own with its page. */
import type { Router } from 'vue-router'
import type { Learn } from '@/words/learning'
import type { WordFiles } from '@/words/words'

export const files: WordFiles[] = [
  import.meta.glob('./{words,board/words,counted/words,issue/words,ledger/words,projects/words,projects/permits/words}/zh-CN.json', { eager: true, import: 'default' }),
  import.meta.glob(['../parts/words/zh-CN.json', '../session/**/words/zh-CN.json', '../issue/**/words/zh-CN.json', '../figures/words/zh-CN.json', '../time/words/zh-CN.json'], { eager: true, import: 'default' }),
]

/** Rooms whose words no other room speaks. */
export const own = import.meta.glob<Record<string, unknown>>(
  ['./*/words/zh-CN.json', '!./{board,counted,issue,ledger,projects}/words/zh-CN.json'],
  { import: 'default' },
)

/** The words of the room that an address is of. */
export const fileOf = (path: string): string => `./${(path.split('/')[1] ?? '').replaceAll('-', '_')}/words/zh-CN.json`

/** A page is shown when its room's words are there. */
export function learnByRoom(router: Router, into: Learn): void {
  const learned = new Set<string>()
  router.beforeResolve(async ({ matched }) => {
    const file = fileOf(matched[0]?.path ?? '')
    const words = own[file]
    if (!words || learned.has(file)) return
    into('zh-CN', await words())
    learned.add(file)
  })
}
