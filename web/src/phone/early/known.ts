/** Knows whether the phone keeps whose it is, before the library of its database is here; it makes no database. */
import { DATABASE, WHO } from '../kept/rows'

const ANSWERS = 'answers'

function hasOwner(database: IDBDatabase): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const asked = database.transaction(ANSWERS).objectStore(ANSWERS).getKey(WHO)
    asked.onsuccess = () => resolve(asked.result !== undefined)
    asked.onerror = () => reject(asked.error ?? new Error('no answer'))
  })
}

/** The database as it is; null where there is none. */
function found(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    const asked = indexedDB.open(DATABASE)
    // There was none: the pages make it, with its stores.
    asked.onupgradeneeded = () => asked.transaction?.abort()
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => resolve(null)
  })
}

export async function isKnown(): Promise<boolean> {
  const database = await found()
  if (!database) return false
  try {
    return await hasOwner(database)
  } finally {
    database.close()
  }
}
