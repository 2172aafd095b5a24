import { expect, it } from 'vitest'
import { beforeAfter, demanded } from './demanded'

const photo = { code: 'site_photo', name_zh: '现场照片', name_en: 'photo', photo: true }

it('names each demand, also where nothing was shown of it, and what was shown beside', () => {
  const lines = demanded([photo], [{ kind: 'other', text: '说明' }])
  expect(lines.map(({ kind, items }) => [kind, items.length])).toEqual([['site_photo', 0], ['other', 1]])
})

it('pairs the first photo of the report with the first of the site', () => {
  const closure = { statement: '', requested_by: '', requested_at: '', evidence: [{ kind: 'site_photo', sha256: 'after' }] }
  expect(beforeAfter({ attachments: ['before'], closure })).toEqual({ before: 'before', after: 'after' })
  expect(beforeAfter({ attachments: [], closure })).toBeNull()
})
