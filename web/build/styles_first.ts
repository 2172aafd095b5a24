/** Knows that a page names its styles before its scripts: a browser asks for six files at once, and paints nothing without styles. */
import type { Plugin } from 'vite'

const STYLES = /^[ \t]*<link rel="stylesheet"[^>]*>\n/gm
const SCRIPT = /^[ \t]*<script type="module"/m

export function stylesBefore(html: string): string {
  const styles = html.match(STYLES)?.join('') ?? ''
  return html.replace(STYLES, '').replace(SCRIPT, (script) => styles + script)
}

export function stylesFirst(): Plugin {
  return { name: 'styles-first', apply: 'build', transformIndexHtml: { order: 'post', handler: stylesBefore } }
}
