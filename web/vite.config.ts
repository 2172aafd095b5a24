/** Knows how the pages are built: three doors, the phone's worker, compressed files. */
import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { doors } from './build/doors.ts'
import { precache } from './build/precache.ts'
import { precompress } from './build/precompress.ts'

/** The oldest browsers that are meant: WebViews of phones of 2021. */
const FLOOR = ['chrome87', 'safari14.1']

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const stack = process.env['XIAOHAO_URL'] ?? 'http://127.0.0.1:8710'

export default defineConfig(({ command }) => ({
  plugins: [vue(), doors(), precache(here('./src/phone/worker.ts'), 'm', 'm/index.html', 'm/sw.js', FLOOR), precompress()],
  resolve: { alias: { '@': here('./src') } },
  define: { __VUE_OPTIONS_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false', __INTLIFY_DROP_MESSAGE_COMPILER__: String(command === 'build'), __VUE_I18N_LEGACY_API__: 'false', __VUE_I18N_FULL_INSTALL__: 'false' },
  build: {
    target: FLOOR,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: { input: { door: here('./index.html'), m: here('./m/index.html'), d: here('./d/index.html') } },
  },
  server: { proxy: { '/v1': stack, '/healthz': stack, '/openapi.json': stack, '/docs': stack } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts', 'build/**/*.test.ts'] },
}))
