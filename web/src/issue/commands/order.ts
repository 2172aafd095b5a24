/** Knows which commands are offered first: those that carry an issue on, before those that set it aside. */
export const ORDER: readonly string[] = [
  'assign', 'accept', 'file-plan', 'tick-milestone', 'report-progress', 'request-closure', 'record-recheck', 'approve-closure', 'return-closure', 'approve-extension', 'refuse-extension',
  'refuse-suspension', 'judge-correction', 'remind', 'instruct', 'reply', 'comment', 'transfer', 'decline', 'change-person', 'change-support', 'request-extension', 'request-suspension',
  'suspend', 'resume', 'log-referral', 'answer-referral', 'correct', 'move-policy', 'merge', 'part', 'withdraw-closure', 'withdraw-extension', 'withdraw-suspension',
  'reopen', 'void', 'unvoid',
]
const FIRST = 3

interface One {
  command: string
  ok: boolean
}

/** What is possible now comes first, in the order of an issue's life. */
export function ordered<T extends One>(may: readonly T[]): T[] {
  return may.filter(({ command }) => ORDER.includes(command)).sort((a, b) => Number(b.ok) - Number(a.ok) || ORDER.indexOf(a.command) - ORDER.indexOf(b.command))
}

const ASIDE: readonly string[] = ['record-recheck', 'instruct', 'reply', 'comment']

/** Those with a button of their own: what is to be done now, then the next ones that are possible; all else is in the menu. */
export function foremost<T extends One>(may: readonly T[], now: string | null = null): T[] {
  const possible = ordered(may).filter(({ command, ok }) => ok && (command === now || !ASIDE.includes(command)))
  return possible.sort((a, b) => Number(b.command === now) - Number(a.command === now)).slice(0, FIRST)
}
