/** Knows what an answer, or none, means for a report: only what the ledger has is done, only what can never be taken is trouble. */
import type { ReceiptView } from '@/api/generated'
import { Problem, Unreachable } from '@/api/problem'
import { inLanguage } from '@/parts/shown/two_languages'
import { SignedOut } from '../../device/access'
import type { Why } from '../../kept/rows'

export type Verdict =
  | { to: 'received' }
  | { to: 'in_ledger'; serials: string[] }
  | { to: 'here' }
  | { to: 'waiting' }
  | { to: 'later'; line: boolean }
  | { to: 'trouble'; why: Why }
  | { to: 'stop' }

export type Asked = 'photo' | 'report' | 'receipt'

const BOTH = ' / '
const NEVER = new Set([403, 413, 415, 422])

export function ofReceipt(receipt: Pick<ReceiptView, 'status' | 'issues' | 'detail' | 'reason'>, asked: Asked): Verdict {
  if (receipt.status === 'in_ledger') return { to: 'in_ledger', serials: (receipt.issues ?? []).map((issue) => issue.serial) }
  if (receipt.status === 'waiting') return { to: asked === 'report' ? 'received' : 'waiting' }
  const remedy = receipt.reason === 'report-id-conflict' ? 'renumber' : 'mend'
  return { to: 'trouble', why: { remedy, text: receipt.detail ?? receipt.reason ?? '' } }
}

/** What was refused and what is wrong with it, as the server writes both: `中文 / English`, each fault `中文；English`. */
function sentence(problem: Problem): string {
  const faults = problem.faults.map(({ message }) => message.replace('；', BOTH))
  const said = [problem.message, ...faults]
  return [said.map((each) => inLanguage(each, 'zh-CN')).join('；'), said.map((each) => inLanguage(each, 'en')).join('; ')].join(BOTH)
}

export function ofFailure(error: unknown, asked: Asked): Verdict {
  if (error instanceof SignedOut) return { to: 'stop' }
  if (error instanceof Unreachable) return { to: 'later', line: false }
  if (!(error instanceof Problem)) return { to: 'later', line: true }
  if (error.status === 401) return { to: 'stop' }
  if (error.status === 404 && asked === 'receipt') return { to: 'here' }
  if (error.status === 409 && asked === 'report') return { to: 'trouble', why: { remedy: 'renumber', text: sentence(error) } }
  if (NEVER.has(error.status) && asked !== 'receipt') {
    return { to: 'trouble', why: { remedy: error.status === 403 ? 'again' : 'mend', text: sentence(error) } }
  }
  return { to: 'later', line: true }
}
