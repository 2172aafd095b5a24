/** Knows how the pages are built: three doors, the phone's worker, compressed files. */
import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { doors } from './build/doors.ts'
import { early } from './build/early.ts'
import { precache } from './build/precache.ts'
import { precompress } from './build/precompress.ts'
import { partly } from './build/some_of_vue.ts'
import { stylesFirst } from './build/styles_first.ts'

/** The oldest browsers that are meant: WebViews of phones of 2021. */
const FLOOR = ['chrome87', 'safari14.1']

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
/** Of what the doors share, what a phone's first page needs: on a slow line every file more is a wait more. */
const FIRST = /node_modules\/(vue-router|@vue)\/|vite\/preload-helper|src\/(issue|session)\/.*zh-CN\.json|src\/api\/(ask|line|problem|sha256)\.ts|src\/parts\/tokens\.css|src\/(time|words)\/[a-z]+\.ts|src\/issue\/(LightMark|StepStrip|lights|strip|told\/sayings|files\/distance)|src\/parts\/(forms\/UiButton|shown\/(UiProblem|UiSkeleton|UiState|two_languages))/
/** What the phone's early script needs, and nothing else: it runs before the rest is here. */
const EARLY = /src\/phone\/(early\/|kept\/rows)|src\/api\/(address|cookie)\.ts/
const stack = process.env['XIAOHAO_URL'] ?? 'http://127.0.0.1:8710'

export default defineConfig(({ command }) => ({
  plugins: [partly(), vue(), doors(), stylesFirst(), early('/m/index.html', 'src/phone/early/main.ts'), precache({ entry: here('./src/phone/worker.ts'), door: 'm', html: 'm/index.html', file: 'm/sw.js', english: 'src/phone/english.ts', target: FLOOR }), precompress()],
  // Dexie's own default is for browsers from before 2017: a tenth more, and slower. vue-demi asks for all of Vue under one name (ADR 0055).
  resolve: { alias: [{ find: '@', replacement: here('./src') }, { find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }, { find: /^vue-demi$/, replacement: here('./build/vue_demi.ts') }] },
  define: { __VUE_OPTIONS_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false', __INTLIFY_DROP_MESSAGE_COMPILER__: String(command === 'build'), __VUE_I18N_LEGACY_API__: 'false', __VUE_I18N_FULL_INSTALL__: 'false' },
  build: {
    target: FLOOR,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: { input: { door: here('./index.html'), m: here('./m/index.html'), d: here('./d/index.html') }, output: { codeSplitting: { groups: [{ name: 'early', test: EARLY, priority: 1 }, { name: 'first', test: FIRST }] } } },
  },
  server: { proxy: { '/v1': stack, '/healthz': stack, '/openapi.json': stack, '/docs': stack } },
  test: { include: ['src/**/*.test.ts', 'build/**/*.test.ts'] },
}))
