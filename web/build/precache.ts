/** Knows what the phone keeps: everything its door can reach, and nothing of the desk, as one service worker. */
import { createHash } from 'node:crypto'
import { build, type Plugin, type Rollup } from 'vite'

interface Kept {
  url: string
  revision: string | null
}

const HASH_LETTERS = 16

function revisionOf(source: string | Uint8Array): string {
  return createHash('sha256').update(source).digest('hex').slice(0, HASH_LETTERS)
}

/** The files that `door` (an entry's name) needs, its lazy parts and styles too. */
function reachable(bundle: Rollup.OutputBundle, door: string): string[] {
  const seen = new Set<string>()
  const walk = (name: string): void => {
    const chunk = bundle[name]
    if (seen.has(name) || chunk?.type !== 'chunk') return
    seen.add(name)
    chunk.imports.forEach(walk)
    chunk.dynamicImports.forEach(walk)
    chunk.viteMetadata?.importedCss.forEach((style) => seen.add(style))
  }
  for (const [name, chunk] of Object.entries(bundle)) {
    if (chunk.type === 'chunk' && chunk.isEntry && chunk.name === door) walk(name)
  }
  return [...seen].sort()
}

/** Build `entry` as the worker `file`, with the list of what the page `html` of `door` can reach. */
export function precache(entry: string, door: string, html: string, file: string, target: string[]): Plugin {
  return {
    name: 'precache',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_, bundle) {
      const page = bundle[html]
      if (page?.type !== 'asset') throw new Error(`${html} was not built`)
      const kept: Kept[] = reachable(bundle, door).map((name) => ({ url: `/${name}`, revision: null }))
      kept.push({ url: `/${html}`, revision: revisionOf(page.source) })
      const made = (await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define: { 'self.__WB_MANIFEST': JSON.stringify(kept), 'process.env.NODE_ENV': '"production"' },
        build: { write: false, lib: { entry, formats: ['iife'], name: 'worker', fileName: 'sw' }, target },
      })) as Rollup.RollupOutput[]
      const script = made[0]?.output[0]
      if (!script) throw new Error(`${entry} was not built`)
      this.emitFile({ type: 'asset', fileName: file, source: script.code })
    },
  }
}
