/** Knows the phone's database, and that a connection which the system closed under memory pressure is opened again. */
import Dexie, { type Table } from 'dexie'
import { DATABASE, type KeptAnswer, type KeptDraft, type KeptKey, type KeptPhoto, type KeptReport } from './rows'

const VERSION = 1
const TRIES = 2
const LOST = new Set(['DatabaseClosedError', 'UnknownError', 'InvalidStateError'])
const FULL = 'QuotaExceededError'

export class Kept extends Dexie {
  declare reports: Table<KeptReport, string>
  declare drafts: Table<KeptDraft, string>
  declare photos: Table<KeptPhoto, [string, string]>
  declare answers: Table<KeptAnswer, string>
  declare keys: Table<KeptKey, string>

  constructor(name = DATABASE) {
    super(name)
    this.version(VERSION).stores({
      reports: 'id, [person+fate]',
      drafts: 'id, person',
      photos: '[person+sha]',
      answers: 'key',
      keys: 'person',
    })
  }
}

export const kept = new Kept()

/** The names of an error and of what lies within it: Dexie wraps what the browser says. */
function namesOf(error: unknown): string[] {
  if (!(error instanceof Object)) return []
  const { name, inner } = error as { name?: string; inner?: unknown }
  return [name ?? '', ...namesOf(inner)]
}

/** Whether the device has no room left. */
export function isFull(error: unknown): boolean {
  return namesOf(error).includes(FULL)
}

/** Do something with the database; again on a new connection where the old one was lost. */
export async function keeping<T>(work: (database: Kept) => Promise<T>, database: Kept = kept): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await work(database)
    } catch (error) {
      if (left === 0 || !namesOf(error).some((name) => LOST.has(name))) throw error
      database.close()
      await database.open()
    }
  }
}
