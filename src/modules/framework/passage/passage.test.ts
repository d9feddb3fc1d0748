import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Criterion, FrameworkContent, Passed } from '../framework-content.ts';
import { type PastAnswer, adaptAnswers } from './adapt-answers.ts';
import { guessPassage, spreadLevels } from './guess-passage.ts';
import { settledPassage } from './settled-passage.ts';
import { type Passage, composePassages, problemsOfPassage } from './passage.ts';

function criterion(id: string, question = `${id} ?`, levels = 4): Criterion {
  const scale = Array.from({ length: levels }, (_, at) => ({ level: at + 1, fr: `${id} ${at + 1}` }));
  return { id, title: { fr: id }, question: { fr: question }, scale, sources: [] };
}

function framework(criteria: Criterion[]): FrameworkContent {
  const about = { id: 'essai', version: 1, published: '2026-11-23', startingPoint: false };
  const dimensions = [{ id: 'tout', title: { fr: 'Tout' }, criteria }];
  return { ...about, licence: 'CC0', authors: ['Nous'], title: { fr: 'Essai' }, sources: [], dimensions };
}

test('a reason why a criterion went is left out once it came back, or never stood there', () => {
  const before = framework([criterion('prix'), criterion('accueil'), criterion('perdu')]);
  const after = framework([criterion('prix'), criterion('accueil')]);
  const dropped = ['accueil', 'perdu', 'inconnu'].map((id) => ({ id, reason: 'Trop loin.' }));
  const settled = settledPassage(before, { ...after, dropped });
  expect(settled.dropped).toEqual([{ id: 'perdu', reason: 'Trop loin.' }]);
  expect(settledPassage(before, { ...before, dropped })).not.toHaveProperty('dropped');
});

describe('what probably became of the criteria', () => {
  const before = framework([
    criterion('prix'),
    criterion('accueil'),
    criterion('relais'),
    criterion('perdu'),
  ]);
  const after = framework([
    criterion('prix', 'Prix ?'),
    criterion('accueil', 'accueil ?', 2),
    criterion('relais', 'Qui prendrait la suite ?'),
    criterion('neuf'),
  ]);
  const guess = guessPassage(before, after);

  test('the same question and scale are kept, another scale is adapted, another question is asked again', () => {
    expect(guess.passage).toEqual({
      prix: { from: ['prix'], how: 'kept' },
      accueil: { from: ['accueil'], how: 'adapted', levels: [1, 1, 2, 2] },
      relais: { from: ['relais'], how: 'ask-again' },
      neuf: { from: [], how: 'ask-again' },
    });
  });

  test('what nothing comes from waits for a reason before it is dropped', () => {
    expect(guess.dropped).toEqual([{ id: 'perdu', reason: '' }]);
    expect(problemsOfPassage(before, after, guess)).toEqual([{ criterion: 'perdu', code: 'no-reason' }]);
  });

  test('a criterion that only changed its id is known by its question', () => {
    const renamed = framework([{ ...criterion('tarif', 'prix ?'), scale: criterion('prix').scale }]);
    expect(guessPassage(before, renamed).passage).toEqual({ tarif: { from: ['prix'], how: 'kept' } });
  });

  test('a question that was only translated is the same; a scale answered by other numbers is another one', () => {
    const [prix] = before.dimensions[0]?.criteria ?? [];
    if (!prix) throw new Error('no criterion');
    const measure = { unit: { fr: 'euros' }, better: 'lower' as const, bounds: [30, 20, 10] };
    const translated = { ...prix, question: { ...prix.question, en: 'Price?' } };
    expect(guessPassage(before, framework([translated])).passage['prix']?.how).toBe('kept');
    expect(guessPassage(before, framework([{ ...prix, measure }])).passage['prix']).toEqual({
      from: ['prix'],
      how: 'adapted',
      levels: [1, 2, 3, 4],
    });
  });

  test.each([
    [5, 4, [1, 2, 3, 3, 4]],
    [2, 5, [1, 5]],
    [4, 2, [1, 1, 2, 2]],
    [3, 3, [1, 2, 3]],
  ])('%d levels over %d', (from, to, levels) => expect(spreadLevels(from, to)).toEqual(levels));
});

describe('a passage is refused', () => {
  const before = framework([criterion('a'), criterion('b')]);
  const after = framework([criterion('a', 'a ?', 3), criterion('b')]);
  const whole: Passage = {
    passage: { a: { from: ['a'], how: 'adapted', levels: [1, 2, 2, 3] }, b: { from: ['b'], how: 'kept' } },
    dropped: [],
  };
  const without = (id: string) =>
    Object.fromEntries(Object.entries(whole.passage).filter(([other]) => other !== id));
  const withA = (a: Passed): Passage => ({ ...whole, passage: { ...whole.passage, a } });

  test('never when every criterion is accounted for', () => {
    expect(problemsOfPassage(before, after, whole)).toEqual([]);
  });

  test.each<[string, Passage, object]>([
    [
      'says nothing of a new criterion',
      { ...whole, passage: without('b') },
      { criterion: 'b', code: 'not-told' },
    ],
    ['forgets an old one', withA({ from: [], how: 'ask-again' }), { criterion: 'a', code: 'not-accounted' }],
    [
      'keeps a scale that changed',
      withA({ from: ['a'], how: 'kept' }),
      { criterion: 'a', code: 'scale-changed' },
    ],
    [
      'leaves a level without heir',
      withA({ from: ['a'], how: 'adapted', levels: [1, 2, 3] }),
      { criterion: 'a', code: 'levels-wrong' },
    ],
    [
      'leads to a level that does not exist',
      withA({ from: ['a'], how: 'adapted', levels: [1, 2, 3, 4] }),
      { criterion: 'a', code: 'levels-wrong' },
    ],
    [
      'makes one answer of two',
      withA({ from: ['a', 'b'], how: 'adapted', levels: [1, 2, 3, 3] }),
      { criterion: 'a', code: 'needs-one' },
    ],
    ['makes an answer of none', withA({ from: [], how: 'kept' }), { criterion: 'a', code: 'needs-one' }],
    [
      'speaks of a criterion nobody knows',
      withA({ from: ['z'], how: 'ask-again' }),
      { criterion: 'a', code: 'unknown' },
    ],
    [
      'drops what is used',
      { ...whole, dropped: [{ id: 'b', reason: 'x' }] },
      { criterion: 'b', code: 'dropped-and-used' },
    ],
  ])('when it %s', (_, passage, problem) => {
    expect(problemsOfPassage(before, after, passage)).toContainEqual(problem);
  });
});

const ids = ['a', 'b', 'c', 'd'];
const sources = fc.subarray(ids, { maxLength: 2 });
const levels = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 5, maxLength: 5 });
const passed = fc.oneof(
  sources.map((from): Passed => ({ from, how: 'ask-again' })),
  sources.map((from): Passed => ({ from, how: 'kept' })),
  fc.tuple(sources, levels).map(([from, to]): Passed => ({ from, how: 'adapted', levels: to })),
);
/** Any passage between two versions of up to four criteria, where what is not used is dropped. */
const anyPassage = fc
  .dictionary(fc.constantFrom(...ids), passed, { noNullPrototype: true })
  .map((passage): Passage => {
    const used = new Set(Object.values(passage).flatMap(({ from }) => from));
    return {
      passage,
      dropped: ids.filter((id) => !used.has(id)).map((id) => ({ id, reason: `sans ${id}` })),
    };
  });
const anyAnswers = fc.dictionary(
  fc.constantFrom(...ids),
  fc.constantFrom<PastAnswer>(1, 2, 3, 4, 5, 'na', 'dk'),
  { noNullPrototype: true },
);

describe('past answers on a later version', () => {
  test('are taken over, moved along the scale, asked again, or dropped with the reason', () => {
    const passage: Passage = {
      passage: {
        prix: { from: ['prix'], how: 'kept' },
        accueil: { from: ['accueil'], how: 'adapted', levels: [1, 1, 2, 2] },
        ensemble: { from: ['qui', 'quand'], how: 'ask-again' },
      },
      dropped: [{ id: 'bruit', reason: 'Personne n’y répondait.' }],
    };
    const { answers, fates } = adaptAnswers(passage, {
      prix: 'dk',
      accueil: 3,
      qui: 2,
      quand: 4,
      bruit: 1,
      vieux: 1,
    });
    expect(answers).toEqual({ prix: 'dk', accueil: 2 });
    expect(fates).toEqual([
      { from: 'prix', answer: 'dk', fate: 'kept', to: 'prix', became: 'dk' },
      { from: 'accueil', answer: 3, fate: 'adapted', to: 'accueil', became: 2 },
      { from: 'qui', answer: 2, fate: 'ask-again', to: 'ensemble' },
      { from: 'quand', answer: 4, fate: 'ask-again', to: 'ensemble' },
      { from: 'bruit', answer: 1, fate: 'dropped', reason: 'Personne n’y répondait.' },
      { from: 'vieux', answer: 1, fate: 'dropped', reason: null },
    ]);
  });

  test('each has a fate, and whatever is dropped was said to be', () => {
    fc.assert(
      fc.property(anyPassage, anyAnswers, (passage, answers) => {
        const { fates } = adaptAnswers(passage, answers);
        expect(new Set(fates.map(({ from }) => from))).toEqual(new Set(Object.keys(answers)));
        for (const fate of fates) if (fate.fate === 'dropped') expect(fate.reason).toBe(`sans ${fate.from}`);
      }),
      { numRuns: 150 },
    );
  });

  test('never two become one: each answer of the new version comes from exactly one', () => {
    fc.assert(
      fc.property(anyPassage, anyAnswers, (passage, answers) => {
        const { answers: adapted, fates } = adaptAnswers(passage, answers);
        const taken = fates.flatMap((fate) => ('became' in fate ? [[fate.to, fate.became] as const] : []));
        expect(new Set(taken.map(([to]) => to)).size).toBe(taken.length);
        expect(Object.fromEntries(taken)).toEqual(adapted);
      }),
      { numRuns: 150 },
    );
  });

  test('reach a version after the next as if they had gone through each', () => {
    fc.assert(
      fc.property(anyPassage, anyPassage, anyAnswers, (first, second, answers) => {
        const stepwise = adaptAnswers(second, adaptAnswers(first, answers).answers).answers;
        expect(adaptAnswers(composePassages(first, second), answers).answers).toEqual(stepwise);
      }),
      { numRuns: 150 },
    );
  });

  test('a criterion whose heir was dropped later is dropped with that reason', () => {
    const first: Passage = { passage: { b: { from: ['a'], how: 'kept' } }, dropped: [] };
    const second: Passage = { passage: {}, dropped: [{ id: 'b', reason: 'Trop vague.' }] };
    expect(composePassages(first, second).dropped).toEqual([{ id: 'a', reason: 'Trop vague.' }]);
  });
});
