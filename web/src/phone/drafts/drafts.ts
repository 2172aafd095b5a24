/** Knows drafts: saved at every stroke, several at once; where the phone is full it says so and goes on in memory. */
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { isFull, keeping } from '../kept/database'
import type { KeptDraft, ReportType } from '../kept/rows'

export type Saving = 'saved' | 'saving' | 'full' | 'failed'

/** A draft; undefined where there is none, null where it is another person's. */
export async function openDraft<F>(id: string, person: string): Promise<{ form: F; adding: string | null } | null | undefined> {
  const row = await keeping((database) => database.drafts.get(id))
  if (!row) return undefined
  return row.person === person ? { form: row.form as F, adding: row.adding } : null
}

export async function dropDraft(id: string): Promise<void> {
  await keeping((database) => database.drafts.delete(id))
}

/** Say before the camera opens where its photo goes; null when it came. */
export async function beAdding(id: string, where: string | null): Promise<void> {
  await keeping((database) => database.drafts.update(id, { adding: where })).catch(() => undefined)
}

/** Keep a form as a draft as it changes, once it is worth it; writes follow one another, and only the latest counts. */
export function useSaving<F extends object>(
  id: string,
  person: string,
  type: ReportType,
  form: Ref<F>,
  isWorth: (form: F) => boolean = () => true,
): { saving: Ref<Saving>; pause: () => Promise<void>; resume: () => void } {
  const saving = ref<Saving>('saved')
  let paused = false
  let latest: KeptDraft | null = null
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    const row = latest
    latest = null
    if (!row) return
    try {
      await keeping((database) => database.transaction('rw', database.drafts, async () => {
        const adding = (await database.drafts.get(id))?.adding ?? null
        await database.drafts.put({ ...row, adding })
      }))
      saving.value = latest ? 'saving' : 'saved'
    } catch (error) {
      saving.value = isFull(error) ? 'full' : 'failed'
    }
  }

  const unwatch = watch(
    form,
    (now) => {
      if (paused || !isWorth(now)) return
      latest = { id, person, type, changed: Date.now(), form: JSON.parse(JSON.stringify(now)) as unknown, adding: null }
      if (saving.value === 'saved') saving.value = 'saving'
      writing = writing.then(write)
    },
    { deep: true, flush: 'sync' },
  )
  onScopeDispose(unwatch)
  return {
    saving,
    /** Nothing is written any more once this is settled. */
    pause: () => {
      paused = true
      return writing
    },
    resume: () => {
      paused = false
    },
  }
}
