/** Knows why a new password was refused, and what to do about it: the server says so of the field, not of the whole. */
import { Problem } from '@/api/problem'
import { inLanguage } from '@/parts/shown/two_languages'

export function weakIn(error: unknown, language: string): string | null {
  const weak = error instanceof Problem ? error.faults.find((fault) => fault.path === '$.new_password') : undefined
  return weak ? inLanguage(weak.message.replace('；', ' / '), language) : null
}
