/** Knows how the desk's door opens: its rooms register themselves by their `routes.ts`, their words by `words/`. */
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import '@/parts/tokens.css'
import { isEnded, leaveForDoor } from '@/session/ended'
import { createQueries } from '@/session/queries'
import { createWords, type WordFiles } from '@/words/words'
import App from './App.vue'
import { wearTheme } from './shell/theme'
import { createDeskRouter } from './router'

document.documentElement.dataset['door'] = 'd'
wearTheme()
const words = createWords(
  import.meta.glob('./**/words/*.json', { eager: true, import: 'default' }) as WordFiles,
  import.meta.glob(['../parts/words/*.json', '../session/**/words/*.json', '../issue/**/words/*.json', '../time/words/*.json'], { eager: true, import: 'default' }) as WordFiles,
)
createApp(App).use(words).use(VueQueryPlugin, { queryClient: createQueries((error) => isEnded(error) && leaveForDoor('ended')) }).use(createDeskRouter()).mount('#app')
