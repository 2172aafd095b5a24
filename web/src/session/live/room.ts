/** Knows the one stream of a browser as this tab hears it: leading or following, the same events and the same state. */
import { readonly, ref, type Ref } from 'vue'
import type { Changed } from './changes'
import type { Frame } from './frames'
import { follow, type Line, type LineState } from './line'
import { isLiveEvent, type LiveEvent } from './nouns'
import type { Tabs } from './tabs'

/** What the leading tab says to the others; `ago` since it last heard anything, for each has a clock of its own. */
export type Said =
  | { kind: 'hello' }
  | { kind: 'state'; state: LineState; ago: number; mark: string | null }
  | { kind: 'event'; event: LiveEvent; data: unknown }

export interface Ports {
  open: Line['open']
  wait: Line['wait']
  now: () => number
  /** Asks which issues changed, until the signal ends it; where the stream is all, nothing. */
  watch?: (tell: (changed: Changed) => void, signal: AbortSignal) => Promise<void>
}

type Listener = (event: LiveEvent, data: unknown) => void

export interface Room {
  state: Readonly<Ref<LineState>>
  /** The moment of `ports.now` at which anything was last heard. */
  heardAt: Readonly<Ref<number>>
  listen: (listener: Listener) => () => void
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}

export function openRoom(tabs: Tabs<Said>, ports: Ports): Room {
  const state = ref<LineState>('starting')
  const heardAt = ref(ports.now())
  const listeners = new Set<Listener>()
  let mark: string | null = null
  let leads = false

  const tell: Listener = (event, data) => {
    for (const listener of [...listeners]) listener(event, data)
  }
  const say = (): void => tabs.post({ kind: 'state', state: state.value, ago: ports.now() - heardAt.value, mark })
  const happened: Listener = (event, data) => {
    tabs.post({ kind: 'event', event, data })
    tell(event, data)
  }
  const heard = (frame: Frame): void => {
    heardAt.value = ports.now()
    if (frame.id !== null) mark = frame.id
    say()
    if (isLiveEvent(frame.event)) happened(frame.event, parsed(frame.data))
  }
  const stand = (now: LineState): void => {
    state.value = now
    if (now === 'live') heardAt.value = ports.now()
    say()
  }

  tabs.listen((said) => {
    if (said.kind === 'hello') {
      if (leads) say()
    } else if (said.kind === 'event') tell(said.event, said.data)
    else {
      state.value = said.state
      heardAt.value = ports.now() - said.ago
      mark = said.mark ?? mark
    }
  })
  tabs.post({ kind: 'hello' })
  tabs.lead(async (signal) => {
    leads = true
    const watching = ports.watch?.((changed) => happened('issues.changed', changed), signal)
    await Promise.all([follow({ open: ports.open, wait: ports.wait, heard, state: stand }, mark, signal), watching])
  })
  return {
    state: readonly(state),
    heardAt: readonly(heardAt),
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
