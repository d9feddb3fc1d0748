import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Topic,
  type TopicKind,
  type Topics,
  countTopics,
  idsMeaning,
  orderedTopics,
  parentOf,
  problemOf,
  standingFor,
  topicCalled,
  topicKey,
  topicsAmong,
} from './topic.ts';

function topic(id: string, fields: Partial<Topic> = {}): Topic {
  const kind: TopicKind = 'theme';
  return {
    id,
    kind,
    slug: id,
    name: id,
    description: '',
    parentId: null,
    position: 0,
    removed: false,
    mergedInto: null,
    ...fields,
  };
}

const mapOf = (...topics: Topic[]): Topics => new Map(topics.map((one) => [one.id, one]));

describe('what a record is about', () => {
  const topics = mapOf(
    topic('move', { name: 'Se déplacer', position: 1 }),
    topic('bike', { name: 'Vélo', parentId: 'move' }),
    topic('cycling', { name: 'Cyclisme', removed: true, mergedInto: 'bike' }),
    topic('gone', { removed: true }),
    topic('eat', { name: 'Se nourrir', position: 0 }),
    topic('c', { kind: 'community', name: 'Vélo' }),
  );

  test('is read through merges, each topic once and in the order of the lists', () => {
    const ids = ['c', 'cycling', 'bike', 'gone', 'unknown', 'eat'];
    expect(topicsAmong(topics, ids).map(({ id }) => id)).toEqual(['eat', 'bike', 'c']);
  });

  test('is also what stands above it', () => {
    expect(idsMeaning(topics, 'move').toSorted()).toEqual(['bike', 'cycling', 'move']);
    expect(idsMeaning(topics, 'bike').toSorted()).toEqual(['bike', 'cycling']);
  });

  test('is counted once for each topic, whatever it carries', () => {
    const counts = countTopics(topics, [
      { kind: 'practice', topicIds: ['bike', 'cycling', 'move'], count: 2 },
      { kind: 'action', topicIds: ['cycling', 'gone'], count: 3 },
      { kind: 'practice', topicIds: ['eat'], count: 1 },
    ]);
    expect(Object.fromEntries(counts)).toEqual({ bike: 5, move: 5, eat: 1 });
  });

  test('is met by its name whatever the case and accents, by its address, and by a name it had', () => {
    expect(topicCalled(topics, 'theme', 'SE DEPLACER')?.id).toBe('move');
    expect(topicCalled(topics, 'theme', 'velo')?.id).toBe('bike');
    expect(topicCalled(topics, 'theme', 'cyclisme')?.id).toBe('bike');
    expect(topicCalled(topics, 'community', 'velo')?.id).toBe('c');
    expect(topicCalled(topics, 'theme', 'gone')).toBeUndefined();
    expect(topicCalled(topics, 'challenge', 'velo')).toBeUndefined();
  });
});

describe('the list', () => {
  test('has each topic followed by those under it; what stood under one that went moves up', () => {
    const topics = mapOf(
      topic('b', { position: 2 }),
      topic('a', { position: 1 }),
      topic('a1', { parentId: 'a', position: 4 }),
      topic('gone', { parentId: 'b', removed: true }),
      topic('b1', { parentId: 'gone', position: 3 }),
    );
    const shown = orderedTopics(topics, 'theme').map(({ id, depth }) => `${id} ${depth}`);
    expect(shown).toEqual(['a 0', 'a1 1', 'b 0', 'b1 1']);
  });

  test('refuses the name of another one, a place that is no theme, and a merge that makes no sense', () => {
    const topics = mapOf(
      topic('a', { name: 'Énergie' }),
      topic('b', { parentId: 'a' }),
      topic('c', { kind: 'challenge' }),
      topic('gone', { removed: true, name: 'Parti' }),
    );
    expect(problemOf(topics, topic('new', { name: ' energie ' }))).toBe('name-taken');
    expect(problemOf(topics, topic('new', { name: 'Énergie', kind: 'challenge' }))).toBeUndefined();
    expect(problemOf(topics, topic('new', { name: 'Parti' }))).toBeUndefined();
    expect(problemOf(topics, topic('new', { parentId: 'c' }))).toBe('parent');
    expect(problemOf(topics, topic('new', { parentId: 'nowhere' }))).toBe('parent');
    expect(problemOf(topics, topic('c', { kind: 'challenge', parentId: 'a' }))).toBe('parent');
    expect(problemOf(topics, topic('a', { name: 'Énergie', parentId: 'b' }))).toBe('parent');
    expect(problemOf(topics, topic('a', { parentId: 'a' }))).toBe('parent');
    for (const mergedInto of ['a', 'b', 'c', 'gone', 'nowhere']) {
      expect(problemOf(topics, topic('a', { removed: true, mergedInto }))).toBe('into');
    }
    expect(problemOf(topics, topic('b', { removed: true, mergedInto: 'a' }))).toBeUndefined();
  });
});

/** What anyone may try to make of one of five themes. */
const tries = fc.array(
  fc.record({
    id: fc.integer({ min: 0, max: 4 }),
    parent: fc.option(fc.integer({ min: 0, max: 4 })),
    removed: fc.boolean(),
    into: fc.option(fc.integer({ min: 0, max: 4 })),
  }),
  { maxLength: 40 },
);

test('whatever is tried, the themes stay a forest: none is lost, none stands under itself, merges end', () => {
  const ids = ['t0', 't1', 't2', 't3', 't4'];
  const idOf = (number: number | null) => (number === null ? null : (ids[number] ?? null));
  fc.assert(
    fc.property(tries, (all) => {
      let topics = mapOf(...ids.map((id) => topic(id)));
      for (const { id, parent, removed, into } of all) {
        const mergedInto = removed ? idOf(into) : null;
        const changed = topic(ids[id] ?? '', { parentId: idOf(parent), removed, mergedInto });
        if (problemOf(topics, changed) === undefined) topics = new Map(topics).set(changed.id, changed);
        const live = [...topics.values()].filter((one) => !one.removed).map((one) => one.id);
        expect(
          orderedTopics(topics, 'theme')
            .map((one) => one.id)
            .toSorted(),
        ).toEqual(live);
        for (const one of topics.values()) {
          if (one.removed && one.mergedInto) {
            const into = topics.get(one.mergedInto);
            expect(standingFor(topics, one.id)).toEqual(into && standingFor(topics, into.id));
          }
          expect(parentOf(topics, one)?.removed).not.toBe(true);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('a name is the same whatever its case, accents and signs', () => {
  expect(topicKey('L’Économie  sociale – et solidaire !')).toBe('l economie sociale et solidaire');
  expect(topicKey('… !')).toBe('');
});
