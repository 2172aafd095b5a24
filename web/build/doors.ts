/** Knows that each door shows its own page at any depth, while pages are served with reload, as the API does it. */
import type { Plugin } from 'vite'

const DOORS = ['/m/', '/d/']

/** The page to show at an address where somebody goes; what a page asks for itself stays what it is. */
export function pageAt(address: string, accepted: string): string {
  const [path = ''] = address.split('?')
  const door = DOORS.find((each) => path.startsWith(each))
  return door && accepted.includes('text/html') ? `${door}index.html` : address
}

export function doors(): Plugin {
  return {
    name: 'doors',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _, next) => {
        request.url = pageAt(request.url ?? '/', request.headers.accept ?? '')
        next()
      })
    },
  }
}
