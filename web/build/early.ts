/** Knows that a page runs one small part of its script before all the rest is here: it is named first, and waits for nothing. */
import type { Plugin, Rollup } from 'vite'

const HEAD_END = /^([ \t]*)<link rel="stylesheet"/m

function fileOf(bundle: Rollup.OutputBundle, module: string): string | undefined {
  return Object.values(bundle).find((each) => each.type === 'chunk' && each.moduleIds.some((id) => id.endsWith(module)))?.fileName
}

export function earlyIn(html: string, file: string): string {
  const preload = new RegExp(`^[ \\t]*<link rel="modulepreload"[^>]*href="/${file}">\\n`, 'm')
  return html.replace(preload, '').replace(HEAD_END, (style, indent: string) => `${indent}<script type="module" async crossorigin src="/${file}"></script>\n${style}`)
}

/** `module` is the part of `page` that runs early. */
export function early(page: string, module: string): Plugin {
  return {
    name: 'early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { path, bundle }) {
        const file = bundle && path.endsWith(page) ? fileOf(bundle, module) : undefined
        return file ? earlyIn(html, file) : html
      },
    },
  }
}
