/** Knows how the phone starts: whose it is, then its outbox; who is nobody goes to the front door. */
import { enter } from './device/person'
import { keepSending } from './outbox/sending/wake'

/** `false` where the page is left for the front door. */
export async function start(): Promise<boolean> {
  if (!(await enter())) {
    location.assign('/?to=/m/')
    return false
  }
  keepSending()
  return true
}
