import { describe, expect, test } from 'vitest';
import { addressOfEntry, buildKnowledgeBase, entriesByFamily, relatedEntries } from './knowledge-base.ts';
import { type KnowledgeFile, knowledgeFileShape } from './knowledge-file.ts';
import { shippedKnowledge } from './read-knowledge.server.ts';

const { base } = shippedKnowledge();
const ids = [...base.entries.keys()];

describe('the shipped knowledge base', () => {
  test('holds all of the reference: 7 motivations, 4 benefits, 8 brakes, 9 levers, 26 competences, 7 courses, 27 means', () => {
    const counts = entriesByFamily(base).map(({ family, entries }) => [family, entries.length]);
    expect(Object.fromEntries(counts)).toEqual({
      motivation: 7,
      benefit: 4,
      brake: 8,
      'cooperation-lever': 9,
      competence: 26,
      'course-of-action': 7,
      means: 27,
    });
    expect(ids).toHaveLength(88);
  });

  test('has four individual and four collective brakes, and competences in four parts of 5, 5, 11 and 5', () => {
    const parts = [...base.entries.values()].map((entry) => entry.part);
    const count = (part: string) => parts.filter((one) => one === part).length;
    expect(['individual', 'collective', 'attitudes', 'social', 'ecosystem', 'rules'].map(count)).toEqual([
      4, 4, 5, 5, 11, 5,
    ]);
  });

  test('has no entry without a relation', () => {
    expect(ids.filter((id) => relatedEntries(base, id).length === 0)).toEqual([]);
  });

  test('is walkable both ways: if one entry leads to another, the other leads back', () => {
    const related = (id: string) =>
      relatedEntries(base, id).flatMap(({ entries }) => entries.map((entry) => entry.id));
    const oneWay = ids.flatMap((id) => related(id).filter((other) => !related(other).includes(id)));
    expect(oneWay).toEqual([]);
  });

  test.each([
    ['motivation', 'cooperation-lever'],
    ['benefit', 'course-of-action'],
    ['brake', 'cooperation-lever'],
    ['brake', 'course-of-action'],
    ['cooperation-lever', 'competence'],
    ['competence', 'course-of-action'],
    ['course-of-action', 'means'],
  ])('relates each %s to some %s', (from, to) => {
    const starts = [...base.entries.values()].filter((entry) => entry.family === from);
    const lonely = starts.filter(
      (entry) => !relatedEntries(base, entry.id).some(({ family }) => family === to),
    );
    expect(starts).not.toEqual([]);
    expect(lonely).toEqual([]);
  });

  test('is one piece: from any entry every other can be reached by links', () => {
    const reached = new Set(ids.slice(0, 1));
    for (const id of reached) for (const other of base.neighbours.get(id) ?? []) reached.add(other);
    expect(reached).toEqual(new Set(ids));
  });

  test('relates a means to the one course of action it serves', () => {
    expect(relatedEntries(base, 't-codesign').map(({ entries }) => entries.map(({ id }) => id))).toEqual([
      ['c-experiments'],
    ]);
  });

  test('keeps its addresses when titles change', () => {
    expect(addressOfEntry({ id: 'l-openness' })).toBe('/cooperation/l-openness');
  });
});

describe('a faulty file is refused', () => {
  const text = { fr: 'a', en: 'a', d: 'a', den: 'a' };
  const file: KnowledgeFile = {
    about: {
      version: 1,
      published: '2026-11-23',
      licence: 'x',
      authors: ['x'],
      source: { fr: 'x', en: 'x' },
    },
    motivations: [{ id: 'm-a', ...text, levers: ['l-a'] }],
    benefits: [],
    brakes: { individual: [], collective: [] },
    levers: [{ id: 'l-a', ...text, competences: ['e-a'] }],
    competences: {
      attitudes: [],
      social: [],
      ecosystem: [{ id: 'e-a', ...text, actions: ['c-a'] }],
      rules: [],
    },
    actions: [{ id: 'c-a', ...text, means: [{ id: 't-a', fr: 'a', en: 'a' }] }],
  };
  const relevant = (changes: Partial<KnowledgeFile>) => () => buildKnowledgeBase({ ...file, ...changes });

  test('but this one is accepted as it stands', () => {
    expect([...buildKnowledgeBase(file).entries.keys()]).toEqual(['m-a', 'l-a', 'e-a', 'c-a', 't-a']);
  });

  test.each([
    [
      'an unknown id',
      relevant({ motivations: [{ id: 'm-a', ...text, levers: ['l-b'] }] }),
      /m-a leads to l-b/,
    ],
    [
      'an id of another family',
      relevant({ motivations: [{ id: 'm-a', ...text, levers: ['c-a'] }] }),
      /no cooperation/,
    ],
    [
      'an id that stands twice',
      relevant({ benefits: [{ id: 'm-a', ...text, actions: ['c-a'] }] }),
      /m-a stands twice/,
    ],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });

  test.each([
    ['an unknown field', { ...file, motivation: [] }],
    ['a missing description', { ...file, levers: [{ id: 'l-a', fr: 'a', en: 'a', competences: ['e-a'] }] }],
    ['an entry that leads nowhere', { ...file, motivations: [{ id: 'm-a', ...text, levers: [] }] }],
  ])('%s does not pass the door', (_, faulty) => {
    expect(knowledgeFileShape.safeParse(file).success).toBe(true);
    expect(knowledgeFileShape.safeParse(faulty).success).toBe(false);
  });
});
