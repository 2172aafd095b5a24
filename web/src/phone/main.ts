/** Knows how the phone's door opens: its rooms register themselves by their `routes.ts`, their words by `words/`. */
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import '@/parts/tokens.css'
import { createQueries } from '@/session/queries'
import { createWords, type WordFiles } from '@/words/words'
import App from './App.vue'
import { createPhoneRouter } from './router'
import { start } from './start'
import { followSystem } from './theme'

document.documentElement.dataset['door'] = 'm'
followSystem()
const words = createWords(
  import.meta.glob('./**/words/*.json', { eager: true, import: 'default' }) as WordFiles,
  import.meta.glob(['../parts/words/*.json', '../session/**/words/*.json', '../issue/**/words/*.json', '../time/words/*.json'], { eager: true, import: 'default' }) as WordFiles,
)
void start().then((stays) => {
  if (stays) createApp(App).use(words).use(VueQueryPlugin, { queryClient: createQueries() }).use(createPhoneRouter()).mount('#app')
})
if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register('/m/sw.js', { scope: '/m/' })
