/** Knows how the desk's door opens: its rooms register themselves by their `routes.ts`, their words by `words/`. */
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { whenRefused } from '@/api/ask'
import '@/parts/tokens.css'
import { isEnded, leaveForDoor } from '@/session/ended'
import { createQueries } from '@/session/queries'
import type { Learn } from '@/words/learning'
import { chosenLanguage, createWords } from '@/words/words'
import App from './App.vue'
import { files, learnByRoom } from './chinese'
import { learn } from './language'
import { wearTheme } from './shell/theme'
import { createDeskRouter } from './router'

document.documentElement.dataset['door'] = 'd'
wearTheme()
const words = createWords(...files)
const learnt: Learn = (language, some) => words.global.mergeLocaleMessage(language, some)
const router = createDeskRouter()
learnByRoom(router, learnt)
const app = createApp(App).use(words).use(VueQueryPlugin, { queryClient: createQueries() })
whenRefused((problem) => {
  if (isEnded(problem)) leaveForDoor('ended')
})
// A desk without its English still speaks.
void learn(chosenLanguage(), learnt)
  .catch(() => undefined)
  .then(() => app.use(router).mount('#app'))
