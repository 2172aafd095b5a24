/** Knows how it is said where somebody stood who verified: how far from the place of the issue and how exactly, or why nobody can say. */
import { metres, type Place as Point } from '@/issue/files/distance'
import type { Say } from '@/issue/told/sayings'
import { moment, type Language } from '@/time/words'
import type { Place } from '../../report/writing/forms'

const KILOMETRE = 1000
/** A metre, about. */
const DIGITS = 5

export function farOf(place: Place | null, site: Point | null, say: Say): string {
  if (place?.status !== 'fixed') return ''
  if (!site) return say('issues.verify.no-site')
  const away = metres(place, site)
  return away < KILOMETRE ? say('issues.verify.metres', { n: Math.round(away) }) : say('issues.verify.kilometres', { n: (away / KILOMETRE).toFixed(1) })
}

/** What is written into the ledger of it; nothing as long as nobody looked. */
export function whereSaid(place: Place | null, site: Point | null, say: Say, language: Language): string {
  if (place === null) return ''
  if (place.status === 'absent') return say('issues.verify.nowhere', { why: say(`writing.place.why.${place.reason}`) })
  const { latitude, longitude, accuracy, at } = place
  return say('issues.verify.where', { at: moment(at, language), latitude: latitude.toFixed(DIGITS), longitude: longitude.toFixed(DIGITS), n: Math.round(accuracy), far: farOf(place, site, say) })
}
