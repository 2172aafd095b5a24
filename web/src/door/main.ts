/** Knows how the front door opens: one signs in here and is sent on by role and width. */
import { createApp } from 'vue'
import '@/parts/tokens.css'
import { createWords, type WordFiles } from '@/words/words'
import SignIn from './SignIn.vue'

const eager = { eager: true, import: 'default' } as const

createApp(SignIn)
  .use(createWords(import.meta.glob(['./words/*.json', '../parts/words/*.json', '../session/words/*.json'], eager) as WordFiles))
  .mount('#app')
