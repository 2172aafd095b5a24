/** Knows that questions of pages are shared and kept a while: a part of its own, which an inspector's first page does without. */
import { VueQueryPlugin } from '@tanstack/vue-query'
import type { App } from 'vue'
import { createQueries } from '@/session/queries'
import { followEnd } from './device/ended'

export function withQueries(app: App): void {
  app.use(VueQueryPlugin, { queryClient: createQueries((error) => void followEnd(error)) })
}
