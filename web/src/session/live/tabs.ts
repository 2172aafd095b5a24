/** Knows the tabs of one browser: one leads (Web Locks), what it hears the others hear (BroadcastChannel). */

export interface Tabs<Message> {
  /** Says something to every other tab. */
  post: (message: Message) => void
  listen: (heard: (message: Message) => void) => void
  /** Runs once this tab leads: at once where nobody else does, or when the one that did is closed. */
  lead: (run: (signal: AbortSignal) => Promise<void>) => void
  close: () => void
}

/** Where a browser knows no locks (Safari before 15.4) each tab leads itself. */
export function openTabs<Message>(name: string): Tabs<Message> {
  const over = new AbortController()
  // eslint-disable-next-line compat/compat -- asked for first
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : null
  // eslint-disable-next-line compat/compat -- asked for first
  const locks = channel && 'locks' in navigator ? navigator.locks : null
  return {
    post: (message) => channel?.postMessage(message),
    listen: (heard) => channel?.addEventListener('message', (event: MessageEvent<Message>) => heard(event.data)),
    lead: (run) => {
      const leading = locks ? locks.request(name, { signal: over.signal }, () => run(over.signal)) : run(over.signal)
      leading.catch(() => undefined)
    },
    close: () => {
      over.abort()
      channel?.close()
    },
  }
}
