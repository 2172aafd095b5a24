/** Knows how it is said which version of a rule file holds, who entered it and when; nothing is said of one that ships. */
import { useI18n } from 'vue-i18n'
import { isoDay } from '@/time/words'

export interface Held {
  version: string
  entered_at: string | null
  entered_by: string | null
}

export function useEntered(): (held: Held | null | undefined) => string {
  const { t } = useI18n()
  return (held) => (held?.entered_at ? t('desk.entered', { version: held.version, day: isoDay(held.entered_at), by: held.entered_by }) : '')
}
