/** Knows what somebody chose for their own ledger on this browser: columns, their widths, how dense the rows are. */
import { reactive, watch } from 'vue'
import { COLUMN_KEYS, DEFAULT_COLUMNS, FIRST, fitting, isColumn, type ColumnKey } from './columns'

export const DENSITIES = [32, 36, 44] as const
export type Density = (typeof DENSITIES)[number]

export interface Choice {
  columns: ColumnKey[]
  widths: Partial<Record<ColumnKey, number>>
  density: Density
}

const AS_SHIPPED: Choice = { columns: [...DEFAULT_COLUMNS], widths: {}, density: 36 }

/** What was kept, as far as it still makes sense: the first column is always there, and first. */
export function choiceFrom(kept: string | null): Choice {
  let said: Partial<Record<keyof Choice, unknown>>
  try {
    said = (JSON.parse(kept ?? '{}') ?? {}) as Partial<Record<keyof Choice, unknown>>
  } catch {
    said = {}
  }
  const columns = Array.isArray(said.columns) ? said.columns.filter(isColumn) : AS_SHIPPED.columns
  const widths = Object.entries(said.widths ?? {}).filter(([key, width]) => isColumn(key) && typeof width === 'number')
  const density = DENSITIES.find((each) => each === said.density) ?? AS_SHIPPED.density
  return {
    columns: [FIRST, ...COLUMN_KEYS.filter((key) => key !== FIRST && columns.includes(key))],
    widths: Object.fromEntries(widths.map(([key, width]) => [key, fitting(width as number)])),
    density,
  }
}

/** The choice of one person on this browser, kept as it changes. */
export function useChoice(person: () => string | undefined): Choice {
  const name = (): string => `xiaohao.ledger.${person() ?? ''}`
  const choice = reactive<Choice>({ ...AS_SHIPPED, columns: [...AS_SHIPPED.columns], widths: {} })
  watch(
    name,
    (key) => {
      try {
        Object.assign(choice, choiceFrom(localStorage.getItem(key)))
      } catch {
        // A browser that keeps nothing shows what is shipped.
      }
    },
    { immediate: true },
  )
  watch(choice, () => {
    try {
      localStorage.setItem(name(), JSON.stringify(choice))
    } catch {
      // Not kept: it holds for this page.
    }
  })
  return choice
}
