/** Knows how a cluster is drawn: a ring split by lights with its number, one issue as the shape of its light. */
import { LIGHTS, pieces, type Cluster, type SpotLight } from '../spots'

const SVG = 'http://www.w3.org/2000/svg'
const SHAPES: Readonly<Record<SpotLight, string>> = { red: '▲', yellow: '◆', green: '●', other: '■' }
const WIDTH = 5

function made(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  return element
}

/** Larger for more, slowly: 28 to 56. */
export function sizeOf(count: number): number {
  return count === 1 ? 24 : Math.min(56, 28 + Math.round(Math.log10(count) * 12))
}

export function ring(cluster: Cluster): HTMLElement {
  const size = sizeOf(cluster.count)
  const place = document.createElement('div')
  const svg = made('svg', { width: size, height: size, viewBox: `0 0 ${size} ${size}` })
  const [middle, radius] = [size / 2, (size - WIDTH) / 2]
  const circle = { cx: middle, cy: middle, r: radius }
  const light = LIGHTS.find((each) => cluster.lights[each] > 0) ?? 'other'
  svg.append(made('circle', { ...circle, class: 'disc' }))
  if (cluster.spot === null) {
    const around = 2 * Math.PI * radius
    for (const piece of pieces(cluster.lights)) {
      svg.append(made('circle', { ...circle, class: `piece ${piece.light}`, 'stroke-dasharray': `${piece.share * around} ${around}`, 'stroke-dashoffset': -piece.from * around, transform: `rotate(-90 ${middle} ${middle})` }))
    }
  }
  const text = made('text', { x: middle, y: middle, 'text-anchor': 'middle', 'dominant-baseline': 'central', class: cluster.spot ? `shape ${light}` : 'number' })
  text.textContent = cluster.spot ? SHAPES[light] : String(cluster.count)
  svg.append(text)
  place.append(svg)
  return place
}
