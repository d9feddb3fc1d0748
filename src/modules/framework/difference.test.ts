import fc from 'fast-check';
import { expect, test } from 'vitest';
import { translators } from '#messages/index.ts';
import { differenceBetween, isSame, piecesBetween } from './difference.ts';
import { changeCriterion, moveCriterion, removeCriterion } from './draft/edit-content.ts';
import type { FrameworkContent } from './framework-content.ts';
import { criteriaOf } from './framework.ts';
import { anyFramework } from './testing/any-framework.ts';

const t = translators.fr;

function scene(): FrameworkContent {
  const criterion = (id: string) => ({
    id,
    title: { fr: `Critère ${id}` },
    question: { fr: 'Qui vient ici ?' },
    scale: [1, 2].map((level) => ({ level, fr: `Phrase ${level}` })),
    sources: [],
  });
  return {
    id: 'essai',
    version: 1,
    published: '2026-11-23',
    startingPoint: false,
    licence: 'CC BY-SA 4.0',
    authors: ['Nous'],
    title: { fr: 'Essai' },
    sources: [],
    dimensions: [
      { id: 'liens', title: { fr: 'Liens' }, criteria: [criterion('a'), criterion('b'), criterion('c')] },
      { id: 'acces', title: { fr: 'Accès' }, criteria: [criterion('d')] },
    ],
  };
}

function changed(...changes: ((content: FrameworkContent) => { ok: boolean; value?: FrameworkContent })[]) {
  return changes.reduce((content, change) => change(content).value ?? content, scene());
}

test('tells what was added, removed with its reason, moved, put in another order and reworded, each once', () => {
  const before: FrameworkContent = { ...scene(), passage: {} };
  const b = before.dimensions[0]?.criteria[1];
  if (!b) throw new Error('no criterion');
  const after: FrameworkContent = {
    ...changed(
      (content) => moveCriterion(content, 'd', { to: 'liens' }),
      (content) => moveCriterion(content, 'b', 'up'),
      (content) => changeCriterion(content, { ...b, question: { fr: 'Qui vient souvent ici ?' } }),
      (content) => removeCriterion(content, { id: 'c', reason: '' }),
    ),
    dropped: [{ id: 'c', reason: 'Trop long.' }],
  };
  expect(differenceBetween(t, { before, after }, 'fr')).toEqual({
    about: [],
    added: [],
    removed: [{ id: 'c', title: 'Critère c', reason: 'Trop long.' }],
    moved: [{ id: 'd', title: 'Critère d', from: 'Accès', to: 'Liens' }],
    reordered: ['Liens'],
    changed: [
      {
        id: 'b',
        title: 'Critère b',
        isScaleChanged: false,
        texts: [
          {
            name: t('framework.criterion.question'),
            pieces: [
              { text: 'Qui vient ', is: 'same' },
              { text: 'souvent ', is: 'added' },
              { text: 'ici ?', is: 'same' },
            ],
          },
        ],
      },
    ],
  });
  const back = differenceBetween(t, { before: after, after: before }, 'fr');
  expect(back.added).toEqual([{ id: 'c', title: 'Critère c', dimension: 'Liens' }]);
});

test('a number instead of sentences is another scale', () => {
  const before = scene();
  const first = before.dimensions[0]?.criteria[0];
  if (!first) throw new Error('no criterion');
  const measure = { unit: { fr: 'personnes' }, better: 'higher' as const, bounds: [10] };
  const after = changed((content) => changeCriterion(content, { ...first, measure }));
  expect(differenceBetween(t, { before, after }, 'fr').changed).toMatchObject([
    { id: 'a', isScaleChanged: true },
  ]);
});

test('nothing differs from itself, and everything that differs is said', () => {
  fc.assert(
    fc.property(anyFramework, anyFramework, (before, after) => {
      expect(isSame(differenceBetween(t, { before, after: before }, 'fr'))).toBe(true);
      const ids = (content: FrameworkContent) =>
        new Set(criteriaOf(content).map(({ criterion }) => criterion.id));
      const { added, removed } = differenceBetween(t, { before, after }, 'fr');
      expect(new Set(added.map(({ id }) => id))).toEqual(ids(after).difference(ids(before)));
      expect(new Set(removed.map(({ id }) => id))).toEqual(ids(before).difference(ids(after)));
    }),
    { numRuns: 50 },
  );
});

test('the pieces of a text hold both texts whole', () => {
  const text = fc
    .array(fc.constantFrom('qui', 'vient', 'l’été', 'ici', ',', '?', ' ', ' ', '\n'), { maxLength: 12 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = piecesBetween(before, after);
      const without = (left: string) =>
        pieces
          .filter(({ is }) => is !== left)
          .map((piece) => piece.text)
          .join('');
      expect([without('added'), without('removed')]).toEqual([before, after]);
    }),
    { numRuns: 200 },
  );
});
