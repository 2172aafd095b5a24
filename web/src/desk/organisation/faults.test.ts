import { expect, it } from 'vitest'
import { readFault } from './faults'

it('reads the line, what it is about, and the sentence in one language', () => {
  const message = '第 3 行；line 3: b: 没有责任单位 / no unit no'
  expect(readFault(message, 'zh-CN')).toEqual({ line: 3, text: 'b: 没有责任单位' })
  expect(readFault(message, 'en')).toEqual({ line: 3, text: 'b: no unit no' })
})

it('reads what is about a field of an entry', () => {
  const message = '第 2 行；line 2: units 2: name_zh: 缺少必填字段；Field required'
  expect(readFault(message, 'zh-CN')).toEqual({ line: 2, text: 'units 2: name_zh: 缺少必填字段' })
})

it('reads what is about the whole file, and what is in one language alone', () => {
  expect(readFault('表头不属于任何类别；its columns tell no kind of entry (units: id)', 'zh-CN')).toEqual({ line: null, text: '表头不属于任何类别' })
  expect(readFault('damaged', 'zh-CN')).toEqual({ line: null, text: 'damaged' })
})
