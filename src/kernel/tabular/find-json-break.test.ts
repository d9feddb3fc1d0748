import { expect, it } from 'vitest';
import { findJsonBreak } from './find-json-break.ts';
import { parseJson } from './parse-json.ts';

it.each([
  ['{"a": 1,\n"b" 2}', { code: 'broken', line: 2, column: 5 }],
  ['{"a": [1, 2\n', { code: 'cut', line: 2, column: 1 }],
  ['{"a": 1,\n "b": zorglub}', { code: 'broken', line: 2, column: 0 }],
  [`${'['.repeat(100)}${']'.repeat(99)}`, { code: 'too-deep', line: 1, column: 65 }],
])('%j stops being JSON there', (text, found) => {
  expect(parseJson(text)).toBeUndefined();
  expect(findJsonBreak(text, 64)).toEqual(found);
});
