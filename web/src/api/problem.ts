/** Knows what goes wrong between a page and the API: a problem (RFC 9457) of the server, or no answer at all. */

/** What is wrong where: `path` in what was sent (`$.new_password`), a sentence in both languages, a stable `type`. */
export interface Fault {
  path: string
  message: string
  type: string
}

const PREFIX = 'urn:xiaohao:problem:'

/** What the server refused. `slug` is stable (docs/api.md), `message` its sentence for people. */
export class Problem extends Error {
  readonly slug: string
  readonly members: Readonly<Record<string, unknown>>

  constructor(
    readonly status: number,
    members: Record<string, unknown>,
    /** Seconds after which it may be tried again, where the server says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(typeof members['detail'] === 'string' ? members['detail'] : `HTTP ${status}`)
    this.name = 'Problem'
    const type = typeof members['type'] === 'string' ? members['type'] : ''
    this.slug = type.startsWith(PREFIX) ? type.slice(PREFIX.length) : 'unknown'
    this.members = members
  }

  get faults(): readonly Fault[] {
    const faults = this.members['faults']
    return Array.isArray(faults) ? (faults as Fault[]) : []
  }
}

/** No answer came: there is no network, or the server is away. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('no answer', { cause })
    this.name = 'Unreachable'
  }
}

export function hasSlug(error: unknown, ...slugs: string[]): error is Problem {
  return error instanceof Problem && slugs.includes(error.slug)
}
