/** Knows the map itself: outlines that are shaded and chosen, and what lies on them. All of it stands in the table too. */
import { circleMarker, divIcon, geoJSON, layerGroup, map, marker, tileLayer, type GeoJSON, type LayerGroup, type Map } from 'leaflet'
import 'leaflet/dist/leaflet.css'
import type { ProjectView } from '@/api/generated'
import type { Outline } from '../boundaries'
import { clusters, type Index, type Spot } from '../spots'
import { ring, sizeOf } from './ring'

export interface Area {
  code: string
  name: string
  shade: number
  outline: Outline
}

export interface Deeds {
  hover: (code: string | null) => void
  /** One click: what lies in it. */
  enter: (code: string) => void
  /** Two clicks: its list. */
  list: (code: string) => void
  issue: (id: string) => void
  project: (code: string) => void
}

const TWICE_MS = 250
const HEAT = 26
const LAST_ZOOM = 16

export class TheMap {
  private readonly map: Map
  private readonly areas = new globalThis.Map<string, GeoJSON>()
  private readonly ground: LayerGroup
  private readonly above: LayerGroup
  private index: Index | null = null
  private once: ReturnType<typeof setTimeout> | undefined

  constructor(
    place: HTMLElement,
    private readonly deeds: Deeds,
  ) {
    this.map = map(place, { zoomControl: false, attributionControl: false, doubleClickZoom: false, keyboard: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, zoomSnap: 0.25, maxZoom: LAST_ZOOM })
    this.map.setView([37.6, 112.3], 6)
    this.ground = layerGroup().addTo(this.map)
    this.above = layerGroup().addTo(this.map)
    this.map.on('moveend', () => this.drawClusters())
  }

  tiles(address: string): void {
    tileLayer(address, { maxZoom: LAST_ZOOM }).addTo(this.map)
  }

  /** The outlines; the map is moved to them where they are others than before. */
  show(areas: readonly Area[]): void {
    const moved = areas.some(({ code }) => !this.areas.has(code)) || areas.length !== this.areas.size
    this.ground.clearLayers()
    this.areas.clear()
    for (const area of areas) this.areas.set(area.code, this.drawn(area).addTo(this.ground))
    if (moved) this.fit()
  }

  fit(): void {
    this.map.invalidateSize()
    const all = geoJSON([...this.areas.values()].map((layer) => layer.toGeoJSON() as GeoJSON.FeatureCollection))
    if (this.areas.size > 0) this.map.fitBounds(all.getBounds(), { padding: [16, 16] })
  }

  zoom(by: number): void {
    this.map.setZoom(this.map.getZoom() + by)
  }

  hot(code: string | null): void {
    for (const [each, layer] of this.areas) layer.eachLayer((path) => (path as unknown as { getElement: () => Element | undefined }).getElement()?.classList.toggle('hot', each === code))
  }

  clustered(index: Index | null): void {
    this.index = index
    this.above.clearLayers()
    this.drawClusters()
  }

  heat(spots: readonly Spot[]): void {
    this.clustered(null)
    for (const { latitude, longitude } of spots) circleMarker([latitude, longitude], { radius: HEAT, className: 'heat', interactive: false }).addTo(this.above)
  }

  projects(projects: readonly ProjectView[], name: (project: ProjectView) => string): void {
    this.clustered(null)
    for (const project of projects) {
      if (!project.location) continue
      const icon = divIcon({ className: 'project', iconSize: [12, 12] })
      marker([project.location.latitude, project.location.longitude], { icon, keyboard: false, title: name(project) }).on('click', () => this.deeds.project(project.code)).addTo(this.above)
    }
  }

  close(): void {
    clearTimeout(this.once)
    this.map.remove()
  }

  private drawn({ code, name, shade, outline }: Area): GeoJSON {
    const layer = geoJSON(outline, { style: { className: `area shade-${shade}`, weight: 1 } })
    layer.bindTooltip(name, { sticky: true, className: 'place-name' })
    layer.on('mouseover', () => this.deeds.hover(code))
    layer.on('mouseout', () => this.deeds.hover(null))
    layer.on('click', () => {
      clearTimeout(this.once)
      this.once = setTimeout(() => this.deeds.enter(code), TWICE_MS)
    })
    layer.on('dblclick', () => {
      clearTimeout(this.once)
      this.deeds.list(code)
    })
    return layer
  }

  private drawClusters(): void {
    if (!this.index) return
    this.above.clearLayers()
    const box = this.map.getBounds().pad(0.2)
    for (const cluster of clusters(this.index, [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()], this.map.getZoom())) {
      const size = sizeOf(cluster.count)
      const icon = divIcon({ html: ring(cluster), className: 'ring', iconSize: [size, size] })
      const at: [number, number] = [cluster.latitude, cluster.longitude]
      const drawn = marker(at, { icon, keyboard: false, title: cluster.spot?.serial ?? '' })
      drawn.on('click', () => (cluster.spot ? this.deeds.issue(cluster.spot.id) : this.map.setView(at, Math.min(LAST_ZOOM, cluster.apart))))
      drawn.addTo(this.above)
    }
  }
}
