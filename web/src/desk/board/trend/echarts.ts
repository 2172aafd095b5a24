/** Knows the few parts of ECharts that a board needs, drawn as SVG: sharp on paper, and nothing is measured in pixels. */
import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer])

export function draw(place: HTMLElement): EChartsType {
  return init(place, null, { renderer: 'svg' })
}
