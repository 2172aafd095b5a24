/** Knows why records could not enter the ledger, and where that is put right. */
const REASONS = ['unknown-project', 'unknown-reporter', 'unknown-category', 'invalid', 'conflict', 'figure-conflict', 'figure-fault', 'unreadable', 'unknown-type', 'not-processable', 'unsigned', 'damaged'] as const
const MENDED_IN: Readonly<Record<string, string>> = { 'unknown-project': 'organisation-import', 'unknown-category': 'organisation-import', 'unknown-reporter': 'organisation' }

/** The key of its words; what nobody has written words for is told as that. */
export function reasonKey(reason: string): string {
  return (REASONS as readonly string[]).includes(reason) ? reason : 'other'
}

/** The page on which the cause is put right, where there is one. */
export function mendedIn(reason: string): string | null {
  return MENDED_IN[reason] ?? null
}

/** What a record says, laid out to be read; as it is where it is no JSON. */
export function laidOut(content: string): string {
  const SPACES = 2
  try {
    return JSON.stringify(JSON.parse(content), null, SPACES)
  } catch {
    return content
  }
}
