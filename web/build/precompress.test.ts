/** What is sent compressed is the file itself; what is small is sent as it is. */
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { compress } from './precompress.ts'

it('stands beside itself in two codings', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'built-')), 'app.js')
  await writeFile(file, '销号 '.repeat(500))
  await compress(file)
  const plain = await readFile(file)
  expect(brotliDecompressSync(await readFile(`${file}.br`))).toEqual(plain)
  expect(gunzipSync(await readFile(`${file}.gz`))).toEqual(plain)
})

it('stands alone where it is small', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'built-'))
  await writeFile(join(folder, 'app.js'), 'small')
  await compress(join(folder, 'app.js'))
  expect(await readdir(folder)).toEqual(['app.js'])
})
