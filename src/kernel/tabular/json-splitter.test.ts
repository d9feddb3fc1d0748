import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonPath, JsonSplitter } from './json-splitter.ts';
import { parseJson } from './parse-json.ts';

interface Splitting {
  takes?: (path: JsonPath) => boolean;
  longest?: number;
  deepest?: number;
  /** Characters given at once. */
  size?: number;
}

function split(text: string, { takes = () => true, longest = 1e6, deepest = 50, size = 7 }: Splitting = {}) {
  const splitter = new JsonSplitter({ takes, longest, deepest });
  const found = [];
  for (let at = 0; at < text.length; at += size) found.push(...splitter.push(text.slice(at, at + size)));
  found.push(...splitter.end());
  return { found, broken: splitter.broken };
}

const elements = (path: JsonPath) => path.length === 1;

describe('JsonSplitter', () => {
  it('gives each element of a list as it was written, wherever the text is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        (values, size) => {
          const { found, broken } = split(JSON.stringify(values, null, size % 3), { takes: elements, size });
          expect(broken).toBeNull();
          expect(found.map(({ text }) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
          expect(found.map(({ path }) => path)).toEqual(values.map((_, index) => [index]));
        },
      ),
    );
  });

  it('gives what it descends into value by value, with its path and its line', () => {
    const text =
      '{"nom": "À table",\n "crs": {"properties": {"name": "EPSG:2154"}},\n"features": [\n{"a": [1]},\n{}]}';
    const { found } = split(text, { takes: (path) => path[0] === 'features' && path.length === 2 });
    expect(found).toEqual([
      { path: ['nom'], line: 1, text: '"À table"', fault: null },
      { path: ['crs', 'properties', 'name'], line: 2, text: '"EPSG:2154"', fault: null },
      { path: ['features', 0], line: 4, text: '{"a": [1]}', fault: null },
      { path: ['features', 1], line: 5, text: '{}', fault: null },
    ]);
  });

  it('reads values that follow each other, as in JSON Lines', () => {
    expect(split('{"a":1}\n{"a":2}\n').found.map(({ text, line }) => [text, line])).toEqual([
      ['{"a":1}', 1],
      ['{"a":2}', 2],
    ]);
  });

  it.each([
    ['[{"a":1},', { code: 'cut', line: 1, column: 10 }],
    ['[{"a":1},\n{"a"', { code: 'cut', line: 2, column: 5 }],
    ['', { code: 'cut', line: 1, column: 1 }],
    ['[\n1 2]', { code: 'broken', line: 2, column: 3 }],
    ['{"a":}', { code: 'broken', line: 1, column: 6 }],
    ['{"a",1}', { code: 'broken', line: 1, column: 5 }],
    ['[1}', { code: 'broken', line: 1, column: 3 }],
    [']', { code: 'broken', line: 1, column: 1 }],
  ])('says where %j breaks off', (text, expected) => {
    expect(split(text, { takes: elements }).broken).toEqual(expected);
  });

  it('keeps nothing of a value that is too large or too deep, and goes on after it', () => {
    const text = `[${JSON.stringify('x'.repeat(200))},{"b":${'['.repeat(90)}${']'.repeat(90)}},{"c":3}]`;
    expect(split(text, { takes: elements, longest: 190 }).found.map((one) => [one.text, one.fault])).toEqual([
      ['', 'too-large'],
      ['', 'too-deep'],
      ['{"c":3}', null],
    ]);
  });

  it('does not descend for ever', () => {
    const { broken } = split('['.repeat(10_000), { takes: () => false });
    expect(broken).toEqual({ code: 'too-deep', line: 1, column: 51 });
  });

  it('never throws, whatever it is given', () => {
    const signs = fc.string({ unit: fc.constantFrom(...'{}[]",:\\1a \n'), maxLength: 40 });
    fc.assert(
      fc.property(signs, fc.integer({ min: 0, max: 2 }), (text, depth) => {
        const { found } = split(text, { takes: (path) => path.length === depth, size: 3 });
        expect(found.every(({ line }) => line <= text.split('\n').length)).toBe(true);
      }),
    );
  });
});

describe('parseJson', () => {
  it('reads what any program writes', () => {
    const written = (value: unknown) => JSON.stringify(value);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseJson(written(value))).toEqual(JSON.parse(written(value)));
      }),
    );
  });

  it.each([
    ['[NaN, -Infinity, "NaN"]', [null, null, 'NaN']],
    ['{"a": [1, ], }', { a: [1] }],
    ['{"a": "deux\nlignes"}', { a: 'deux\nlignes' }],
    ['{"a": 1, "a": 2}', { a: 2 }],
    ['{"a" 1}', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  it('keeps a member of any name', () => {
    expect(Object.keys(parseJson('{"__proto__": 1}') as object)).toEqual(['__proto__']);
  });
});
