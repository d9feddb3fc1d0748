import fc from 'fast-check';
import type { Criterion, FrameworkContent } from '../framework-content.ts';
import type { Words } from '../words.ts';

/** Signs that mean something to a spreadsheet, to HTML, or to whoever splits lines. */
const signs = fc.constantFrom(
  '=',
  '+',
  '-',
  '@',
  "'",
  '"',
  ';',
  ',',
  '\t',
  '\n',
  '<script>',
  '&',
  '|',
  '#',
  'é',
  '’',
  '𝄞',
);
const text = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), signs), { minLength: 1, maxLength: 5 })
  .map((parts) =>
    parts
      .join('')
      .replaceAll(/[\r\0\u2028\u2029\u0085\v\f]/g, '')
      .normalize('NFC')
      .trim(),
  )
  // Latin letters that look as if they had been encoded twice are mended in files of spreadsheets.
  .filter(
    (value) =>
      value !== '' && value.isWellFormed() && !/[\u00c0-\u00ff][\u0080-\u00bf\u2010-\u2040]/.test(value),
  );

const words: fc.Arbitrary<Words> = fc.oneof(
  fc.record({ fr: text, en: text }),
  fc.record({ fr: text }),
  fc.record({ en: text }),
);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const id = fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}$/);

const scale = fc.integer({ min: 2, max: 5 }).chain((levels) =>
  fc.record({
    scale: fc
      .array(words, { minLength: levels, maxLength: levels })
      .map((list) => list.map((anchor, at) => ({ level: at + 1, ...anchor }))),
    measure: maybe(
      fc.record({
        unit: words,
        better: fc.constantFrom('higher' as const, 'lower' as const),
        bounds: fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), {
          minLength: levels - 1,
          maxLength: levels - 1,
          comparator: (one, other) => one === other,
        }),
      }),
    ),
  }),
);

function criterion(sources: readonly string[]): fc.Arbitrary<Criterion> {
  const texts = fc.record({
    id,
    title: words,
    question: words,
    why: maybe(words),
    comparedWith: maybe(words),
    conditions: maybe(words),
    rebound: maybe(words),
    notApplicableIf: maybe(words),
    evidence: maybe(words),
    indicators: maybe(indicators),
    stakes: maybe(fc.array(words, { minLength: 1, maxLength: 2 })),
    sdgs: maybe(fc.uniqueArray(fc.integer({ min: 1, max: 17 }), { minLength: 1, maxLength: 3 })),
    sources: fc.subarray([...sources]),
  });
  return fc.tuple(texts, scale, fc.boolean()).map(([rest, { scale: levels, measure }, asYesNo]) => {
    const sorted = measure && {
      ...measure,
      bounds: measure.bounds
        .map((bound) => bound + 0)
        .toSorted((a, b) => (measure.better === 'higher' ? a - b : b - a)),
    };
    const answeredBy = asYesNo && !measure && levels.length === 2 ? ('yes-no' as const) : undefined;
    return { ...rest, scale: levels, measure: sorted, answeredBy };
  });
}

const indicators = fc.uniqueArray(fc.record({ id, title: words, unit: maybe(words), how: words }), {
  minLength: 1,
  maxLength: 2,
  selector: (one) => one.id,
});

const source = fc.record({
  id,
  title: words,
  publisher: text,
  date: maybe(fc.constantFrom('2017', '2017-03', '2017-03-09')),
  url: fc.constantFrom('https://exemple.org/a', 'http://exemple.org/b?c=%20d'),
});

/** Frameworks as people may write them, empty ones included: `undefined` fields are left out. */
export const anyFramework: fc.Arbitrary<FrameworkContent> = fc
  .uniqueArray(source, { maxLength: 2, selector: (one) => one.id })
  .chain((sources) => {
    const list = fc.uniqueArray(criterion(sources.map((one) => one.id)), {
      maxLength: 4,
      selector: (one) => one.id,
    });
    const dimension = fc.record({ id, title: words, description: maybe(words) });
    return fc.record({
      id,
      version: fc.integer({ min: 1, max: 99 }),
      published: fc.constant('2026-11-23'),
      startingPoint: fc.boolean(),
      licence: text,
      authors: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
      title: words,
      description: maybe(words),
      notice: maybe(words),
      howToAnswer: maybe(words),
      changeNote: maybe(words),
      from: maybe(
        fc.record({
          frameworkId: id,
          version: fc.integer({ min: 1, max: 99 }),
          title: words,
          territory: maybe(fc.record({ name: text, url: maybe(fc.constant('https://ailleurs.exemple')) })),
        }),
      ),
      sources: fc.constant(sources),
      dimensions: fc
        .tuple(fc.uniqueArray(dimension, { maxLength: 3, selector: (one) => one.id }), list)
        .map(([dimensions, criteria]) =>
          dimensions.map((one, at) => ({
            ...one,
            criteria: criteria.filter((_, place) => place % dimensions.length === at),
          })),
        ),
    });
  })
  .map((content) => JSON.parse(JSON.stringify(content)) as FrameworkContent);
