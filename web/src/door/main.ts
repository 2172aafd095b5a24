/** Knows how the front door opens: one signs in here and is sent on by role and width. */
import { createApp } from 'vue'
import '@/parts/tokens.css'
import { createWords, type WordFiles } from '@/words/words'
import SignIn from './SignIn.vue'

createApp(SignIn)
  .use(createWords(import.meta.glob(['./words/*.json', '../parts/words/*.json', '../session/words/*.json'], { eager: true, import: 'default' }) as WordFiles))
  .mount('#app')
