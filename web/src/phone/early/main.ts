/** Knows the first script of the phone's door: small, and run as soon as it is here. */
import { askAhead } from './ahead'

askAhead()
