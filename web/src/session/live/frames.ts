/** Knows server-sent events as they come off the wire (WHATWG HTML §9.2): text in any pieces, whole frames out. */

/** One frame. A comment, which only shows that the line is alive, has no data; its id moves the last id on all the same. */
export interface Frame {
  id: string | null
  event: string
  data: string
}

const COMMENT = 'comment'
const BLANK = /\r\n\r\n|\n\n|\r\r/

function frameOf(block: string): Frame {
  const frame: Frame = { id: null, event: '', data: '' }
  const data: string[] = []
  for (const line of block.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':')
    if (colon === 0) continue
    const name = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (name === 'data') data.push(value)
    else if (name === 'event') frame.event = value
    else if (name === 'id') frame.id = value
  }
  frame.data = data.join('\n')
  if (data.length === 0) frame.event = COMMENT
  else if (frame.event === '') frame.event = 'message'
  return frame
}

/** Takes text piece by piece and gives the frames that are whole by then. */
export function createFrames(): (text: string) => Frame[] {
  let rest = ''
  return (text) => {
    const blocks = (rest + text).split(BLANK)
    rest = blocks.pop() ?? ''
    return blocks.filter((block) => block.trim() !== '').map(frameOf)
  }
}
