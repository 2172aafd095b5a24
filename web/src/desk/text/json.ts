/** Knows where in a JSON text a field stands: the line of a path such as `$.findings[0].category`. */
type Step = string | number

const STEP = /\.([A-Za-z_]\w*)|\[(\d+)\]|\['([^']*)'\]/g
const SAID = / \(line (\d+), column \d+\)$/
const TOKEN = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

function stepsOf(path: string): Step[] {
  return [...path.matchAll(STEP)].map(([, name, index, quoted]) => (index === undefined ? (name ?? quoted ?? '') : Number(index)))
}

const keyIn = (token: string): string => {
  try {
    return JSON.parse(token) as string
  } catch {
    return token
  }
}

/** The line (from 1) of what a path leads to, or of the nearest that holds it, where the field itself is missing. */
export function lineOf(text: string, path: string): number {
  const said = SAID.exec(path)
  if (said) return Number(said[1])
  const wanted = stepsOf(path)
  const here: Step[] = []
  let depth = 0
  let at = 0
  let naming = false
  const met = (place: number): void => {
    if (here.length <= depth || here.length > wanted.length || here.some((step, n) => step !== wanted[n])) return
    depth = here.length
    at = place
  }
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const last = here.length - 1
    const step = here[last]
    if (token === '}' || token === ']') {
      here.pop()
      naming = false
    } else if (token === ',') {
      if (typeof step === 'number') here[last] = step + 1
      else naming = true
    } else if (token === ':') naming = false
    else if (naming) here[last] = keyIn(token)
    else {
      met(index)
      if (token === '{') here.push('')
      if (token === '[') here.push(0)
      naming = token === '{'
    }
  }
  return text.slice(0, at).split('\n').length
}
