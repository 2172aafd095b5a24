/** Knows the file for the day the phone dies: every report that is not on the ledger, as its bytes, and its photos. */
import { hand } from '@/issue/files/handed'
import { keeping } from '../../kept/database'

const CHUNK = 0x8000

function base64(bytes: ArrayBuffer): string {
  const all = new Uint8Array(bytes)
  let text = ''
  for (let at = 0; at < all.length; at += CHUNK) text += String.fromCharCode(...all.subarray(at, at + CHUNK))
  return btoa(text)
}

export interface Exported {
  form: 'xiaohao.outbox.v1'
  person: string
  reports: { report_id: string; type: string; report: string }[]
  drafts: unknown[]
  photos: { sha256: string; media_type: string; base64: string }[]
}

/** All that the phone alone has of a person. */
export async function exported(person: string): Promise<Exported> {
  return keeping(async (database) => {
    const reports = await database.reports.where('[person+fate]').anyOf(['here', 'received', 'trouble'].map((fate) => [person, fate])).toArray()
    const photos = await database.photos.filter((photo) => photo.person === person).toArray()
    const drafts = await database.drafts.where('person').equals(person).toArray()
    return {
      form: 'xiaohao.outbox.v1',
      person,
      reports: reports.map(({ id, type, bytes }) => ({ report_id: id, type, report: new TextDecoder().decode(bytes as ArrayBuffer) })),
      drafts: drafts.map((draft) => draft.form),
      photos: photos.map(({ sha, type, bytes }) => ({ sha256: sha, media_type: type, base64: base64(bytes) })),
    }
  })
}

/** Hand what is kept to the person, as a file that can be read elsewhere. */
export function download(name: string, content: unknown): void {
  hand(name, new Blob([JSON.stringify(content)], { type: 'application/json' }))
}

/** Export the outbox of a person, and remember that they have it. */
export async function exportOutbox(person: string): Promise<void> {
  download(`xiaohao-${person}-${new Date().toISOString().slice(0, 10)}.json`, await exported(person))
  await keeping((database) => database.reports.filter((report) => report.person === person).modify({ exported: true }))
}
