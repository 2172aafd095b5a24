import { expect, it } from 'vitest'
import { createFrames } from './frames'

it('gives a frame once it is whole, in whatever pieces it comes', () => {
  const frames = createFrames()
  expect(frames('retry: 2000\nid: a1\n\nevent: alert.fi')).toEqual([{ id: 'a1', event: 'comment', data: '' }])
  expect(frames('red\ndata: {"id":"x"}\nid: a2\n')).toEqual([])
  expect(frames('\n')).toEqual([{ id: 'a2', event: 'alert.fired', data: '{"id":"x"}' }])
})

it('hears a heartbeat, whose id moves the last id on', () => {
  expect(createFrames()(': heartbeat\nid: a3\n\n')).toEqual([{ id: 'a3', event: 'comment', data: '' }])
  expect(createFrames()(': 台账暂时不可用\n\n')).toEqual([{ id: null, event: 'comment', data: '' }])
})

it('joins lines of data, and takes other line ends', () => {
  expect(createFrames()('data: one\r\ndata:two\r\n\r\n')).toEqual([{ id: null, event: 'message', data: 'one\ntwo' }])
})
