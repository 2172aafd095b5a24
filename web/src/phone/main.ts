/** Knows how the phone's door opens: its rooms register themselves by their `routes.ts`, their words by `words/`. */
import './early/main'
import { createApp } from 'vue'
import '@/parts/tokens.css'
import './opening.css'
import { chosenLanguage, createWords, type WordFiles } from '@/words/words'
import App from './App.vue'
import { person } from './device/person'
import { learn } from './language'
import { createPhoneRouter } from './router'
import { start } from './start'
import { followSystem } from './theme'

/** As long as a first page takes on a slow phone and line. */
const READ_MS = 2000

document.documentElement.dataset['door'] = 'm'
followSystem()
const words = createWords(
  import.meta.glob('./**/words/zh-CN.json', { eager: true, import: 'default' }) as WordFiles,
  import.meta.glob(['../parts/words/zh-CN.json', '../session/**/words/zh-CN.json', '../issue/**/words/zh-CN.json', '../figures/words/zh-CN.json', '../time/words/zh-CN.json'], { eager: true, import: 'default' }) as WordFiles,
)
const learned = learn(chosenLanguage(), (language, all) => words.global.setLocaleMessage(language, all))
const app = createApp(App)
const router = createPhoneRouter()
let asking: Promise<void> | null = null
/** Today of an inspector asks by itself; every other page waits for what asks for it. */
router.beforeResolve(async ({ path }) => {
  if (path === '/' && person.value?.role === 'inspector') return
  await (asking ??= import('./queries').then(({ withQueries }) => withQueries(app)))
})
// A phone that cannot fetch its English still speaks.
void Promise.all([start(), learned.catch(() => undefined)]).then(([stays]) => {
  if (stays) app.use(words).use(router).mount('#app')
})
/** The worker fetches all that the phone shows: not before the first page has what it asks for. */
if ('serviceWorker' in navigator && import.meta.env.PROD) setTimeout(() => void navigator.serviceWorker.register('/m/sw.js', { scope: '/m/' }), READ_MS)
