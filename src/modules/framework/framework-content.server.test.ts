import { describe, expect, test } from 'vitest';
import { type FrameworkContent, frameworkDraftShape, frameworkShape } from './framework-content.ts';
import { anchorsAround, criteriaOf, findCriterion } from './framework.ts';
import { languageOfWords, wordsIn } from './words.ts';
import { readShippedFramework, readShippedFrameworks } from './publish-framework.server.ts';

const content = readShippedFramework();

describe('the shipped framework', () => {
  test('is sound: six dimensions, twenty-one criteria, five anchors or yes and no', () => {
    const asked = criteriaOf(content).map(({ criterion }) => criterion);
    expect(content.dimensions).toHaveLength(6);
    expect(asked).toHaveLength(21);
    for (const { scale, answeredBy } of asked) expect(scale).toHaveLength(answeredBy ? 2 : 5);
  });

  test.each(readShippedFrameworks().map((framework) => [framework.id, framework] as const))(
    '%s asks for a yes or no and for a number where that is natural, and says what each question touches',
    (_, framework) => {
      const asked = criteriaOf(framework).map(({ criterion }) => criterion);
      expect(asked.filter(({ answeredBy }) => answeredBy)).toHaveLength(1);
      expect(asked.filter(({ measure }) => measure)).toHaveLength(1);
      expect(asked.filter(({ stakes = [], sdgs = [] }) => stakes.length === 0 || sdgs.length === 0)).toEqual(
        [],
      );
    },
  );

  test('says that it is a starting point to amend', () => {
    expect(content).toMatchObject({ startingPoint: true, licence: 'CC BY-SA 4.0' });
  });

  test('gives a criterion with the dimension it belongs to, and nothing for an unknown one', () => {
    expect(findCriterion(content, 'fair-price')?.dimension.criteria).toContainEqual(
      expect.objectContaining({ id: 'fair-price' }),
    );
    expect(findCriterion(content, 'price')).toBeUndefined();
  });

  test('words a place on the scale by its anchor, or by the two it falls between', () => {
    const { criterion } = findCriterion(content, 'fair-price') ?? {};
    if (!criterion) throw new Error('no such criterion');
    expect(anchorsAround(criterion, 4).map(({ level }) => level)).toEqual([4]);
    expect(anchorsAround(criterion, 3.5).map(({ level }) => level)).toEqual([3, 4]);
  });
});

describe('the short framework that is shipped beside it', () => {
  const [long, short] = readShippedFrameworks();
  if (!long || !short) throw new Error('two frameworks are shipped');

  test('fits an hour: at most twelve questions, each with worded levels and no middle one', () => {
    const asked = criteriaOf(short).map(({ criterion }) => criterion);
    expect(asked.length).toBeLessThanOrEqual(12);
    expect(asked.filter(({ scale }) => scale.length % 2 === 1)).toEqual([]);
  });

  test('says that it is ours to amend, and not that of DOMINO', () => {
    expect(short).toMatchObject({ startingPoint: true, authors: long.authors, licence: long.licence });
    expect(wordsIn(short.notice, 'fr')).toMatch(/ni une norme ni le référentiel du programme DOMINO/);
    expect(wordsIn(short.notice, 'en')).toMatch(
      /neither a standard nor the framework of the DOMINO programme/,
    );
  });

  test('bears, for a question the long one asks too, the same id: the same levers answer it', () => {
    const titles = new Map(criteriaOf(long).map(({ criterion: { id, title } }) => [id, title]));
    const both = criteriaOf(short).filter(({ criterion }) => titles.has(criterion.id));
    expect(both.length).toBeGreaterThan(5);
    for (const { criterion } of both) expect(criterion.title).toEqual(titles.get(criterion.id));
  });
});

/** The shipped framework with one thing changed, at a path. */
function changed(path: (string | number)[], value: unknown): FrameworkContent {
  const copy = structuredClone(content);
  const last = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce<unknown>((node, key) => Reflect.get(Object(node), key), copy);
  Reflect.set(Object(parent), last, value);
  return copy;
}

describe('what is not sound is refused, with where', () => {
  const criterion = ['dimensions', 0, 'criteria', 0];

  test.each([
    ['an unknown field', ['dimensions', 0, 'weight'], 3, 'dimensions.0'],
    ['a text in no language', ['title'], {}, 'title'],
    ['a text in a language that is none of ours', ['title'], { fr: 'Trois', br: 'Tri' }, 'title'],
    [
      'a measure with too few limits',
      [...criterion, 'measure'],
      { unit: { fr: 'personnes' }, better: 'higher', bounds: [1] },
      'dimensions.0.criteria.0.measure.bounds',
    ],
    [
      'yes or no on five levels',
      [...criterion, 'answeredBy'],
      'yes-no',
      'dimensions.0.criteria.0.answeredBy',
    ],
    [
      'a passage to a criterion that is not there',
      ['passage'],
      { nowhere: { from: [], how: 'kept' } },
      'passage.nowhere',
    ],
    ['a criterion dropped without a reason', ['dropped'], [{ id: 'gone', reason: ' ' }], 'dropped.0.reason'],
    [
      'a criterion whose id stands twice',
      ['dimensions', 1, 'criteria', 0, 'id'],
      'longer-lives',
      'dimensions.1.criteria.0.id',
    ],
    ['a dimension whose id stands twice', ['dimensions', 1, 'id'], 'environment', 'dimensions.1.id'],
    ['a level out of order', [...criterion, 'scale', 1, 'level'], 3, 'dimensions.0.criteria.0.scale'],
    [
      'a source nobody described',
      [...criterion, 'sources', 0],
      'nowhere',
      'dimensions.0.criteria.0.sources.0',
    ],
    ['an address that is a script', ['sources', 0, 'url'], 'javascript:alert(1)', 'sources.0.url'],
  ])('%s', (_, path, value, place) => {
    const read = frameworkShape.safeParse(changed(path, value));
    expect(read.error?.issues.map((issue) => issue.path.join('.'))).toContain(place);
  });

  test('a text in one language is enough, and is read in the other', () => {
    const read = frameworkShape.parse(changed(['title'], { fr: 'Seul' }));
    expect([wordsIn(read.title, 'en'), languageOfWords(read.title, 'en')]).toEqual(['Seul', 'fr']);
  });

  test('a draft may be empty, what is published may not', () => {
    const empty = changed(['dimensions'], []);
    expect(frameworkDraftShape.safeParse(empty).success).toBe(true);
    expect(frameworkShape.safeParse(empty).success).toBe(false);
  });

  test('and what is sound passes, also after the change that touches nothing', () => {
    expect(frameworkShape.parse(changed(['version'], content.version))).toEqual(content);
  });
});
