/** Knows rows on the clipboard: out as a table that Excel takes (tabs and HTML), in as 编号 in whatever text. */

export interface Table {
  heads: readonly string[]
  rows: readonly (readonly string[])[]
}

const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/u

/** A text that a spreadsheet would run as a formula stands behind an apostrophe, as in the files of the API. */
function guarded(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}

const oneLine = (cell: string): string => guarded(cell).replace(/[\t\r\n]+/g, ' ')

export function asTabs({ heads, rows }: Table): string {
  return [heads, ...rows].map((row) => row.map(oneLine).join('\t')).join('\r\n')
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => guarded(text).replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign)

/** As text in every cell: a serial or a project's code is no number and no date. */
export function asHtml({ heads, rows }: Table): string {
  const row = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag} style="mso-number-format:'\\@'">${escaped(cell)}</${tag}>`).join('')}</tr>`
  return `<table>${row(heads, 'th')}${rows.map((cells) => row(cells, 'td')).join('')}</table>`
}

// No look-behind: browsers of the floor cannot read one.
const SERIAL = /(?:^|\D)(\d{6}-\d{4}-\d{5,9})(?!\d)/g

/** The 编号 in a text, each once, in its order; full-width digits and dashes are the same. */
export function serialsIn(text: string): string[] {
  const plain = text.normalize('NFKC').replace(/[‐-―−]/g, '-')
  return [...new Set([...plain.matchAll(SERIAL)].map((found) => found[1] ?? ''))]
}

/** Puts a table on the clipboard by the browser's own copying, which works without TLS too. */
export function copyTable(table: Table): boolean {
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', asTabs(table))
    event.clipboardData?.setData('text/html', asHtml(table))
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  document.addEventListener('copy', give, { capture: true })
  try {
    return document.execCommand('copy')
  } finally {
    document.removeEventListener('copy', give, { capture: true })
  }
}
