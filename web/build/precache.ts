/** Knows what the phone keeps: everything its door can reach, and nothing of the desk, as one service worker; English by those who read it. */
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

/** The files that a part needs, its lazy parts and styles too, without those that are there already. */
function reachable(bundle: Rollup.OutputBundle, first: (chunk: Rollup.OutputChunk) => boolean, there: readonly string[], apart = ''): string[] {
  const seen = new Set(there)
  const walk = (name: string): void => {
    const chunk = bundle[name]
    if (seen.has(name) || chunk?.type !== 'chunk' || isOf(chunk, apart)) return
    seen.add(name)
    chunk.imports.forEach(walk)
    chunk.dynamicImports.forEach(walk)
    chunk.viteMetadata?.importedCss.forEach((style) => seen.add(style))
  }
  for (const [name, chunk] of Object.entries(bundle)) {
    if (chunk.type === 'chunk' && first(chunk)) walk(name)
  }
  return [...seen].filter((name) => !there.includes(name)).sort()
}

const isOf = (chunk: Rollup.OutputChunk, module: string): boolean => module !== '' && (chunk.facadeModuleId?.endsWith(module) ?? false)

export interface Keeping {
  /** Built as the worker `file`, with the list of what the page `html` of the entry `door` can reach. */
  entry: string
  door: string
  html: string
  file: string
  /** The lazy part that is kept only where somebody reads English. */
  english: string
  target: string[]
}

export function precache({ entry, door, html, file, english, target }: Keeping): Plugin {
  return {
    name: 'precache',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_, bundle) {
      const page = bundle[html]
      if (page?.type !== 'asset') throw new Error(`${html} was not built`)
      const pages = reachable(bundle, (chunk) => chunk.isEntry && chunk.name === door, [], english)
      const words = reachable(bundle, (chunk) => isOf(chunk, english), pages)
      const kept: Kept[] = pages.map((name) => ({ url: `/${name}`, revision: null }))
      kept.push({ url: `/${html}`, revision: revisionOf(page.source) })
      const made = (await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define: { 'self.__WB_MANIFEST': JSON.stringify(kept), 'self.__ENGLISH': JSON.stringify(words.map((name) => `/${name}`)), 'process.env.NODE_ENV': '"production"' },
        build: { write: false, lib: { entry, formats: ['iife'], name: 'worker', fileName: 'sw' }, target },
      })) as Rollup.RollupOutput[]
      const script = made[0]?.output[0]
      if (!script) throw new Error(`${entry} was not built`)
      this.emitFile({ type: 'asset', fileName: file, source: script.code })
    },
  }
}
