/** Knows whether the desk is light or dark; kept on this device. */
import { ref } from 'vue'

export type Theme = 'light' | 'dark'

const KEPT_AS = 'xiaohao.theme'

function kept(): Theme {
  try {
    return localStorage.getItem(KEPT_AS) === 'dark' ? 'dark' : 'light'
  } catch {
    return 'light'
  }
}

export const theme = ref<Theme>(kept())

export function wearTheme(chosen: Theme = theme.value): void {
  theme.value = chosen
  document.documentElement.dataset['theme'] = chosen
  try {
    localStorage.setItem(KEPT_AS, chosen)
  } catch {
    // Not kept: this page wears it all the same.
  }
}
