/** Knows that the phone is as light or dark as its system is: nights on a site are dark. */
export function followSystem(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const wear = (): void => {
    document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light'
  }
  dark.addEventListener('change', wear)
  wear()
}
