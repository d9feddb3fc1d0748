import { describe, expect, test } from 'vitest';
import type { Criterion, FrameworkContent } from '../framework-content.ts';
import { controlOf, levelControl, readPassageForm } from './passage-form.ts';
import { problemsOfPassage } from './passage.ts';

function criterion(id: string, question: string, levels = 4): Criterion {
  const scale = Array.from({ length: levels }, (_, at) => ({ level: at + 1, fr: `${at + 1}` }));
  return { id, title: { fr: id }, question: { fr: question }, scale, sources: [] };
}

function framework(criteria: Criterion[]): FrameworkContent {
  const about = { id: 'essai', version: 1, published: '2026-11-23', startingPoint: false };
  const dimensions = [{ id: 'tout', title: { fr: 'Tout' }, criteria }];
  return { ...about, licence: 'CC0', authors: ['Nous'], title: { fr: 'Essai' }, sources: [], dimensions };
}

const before = framework([
  criterion('prix', 'Prix ?'),
  criterion('accueil', 'Accueil ?'),
  criterion('vieux', 'V ?'),
]);
const after = framework([criterion('prix', 'Prix ?'), criterion('accueil', 'Qui accueille ?', 2)]);

function read(fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return readPassageForm(form, before, after);
}

const prix = { [controlOf('from', 'prix')]: 'prix', [controlOf('how', 'prix')]: 'kept' };

describe('what a person said of each criterion', () => {
  test('is taken as said, with the level that each old level becomes', () => {
    const passage = read({
      ...prix,
      [controlOf('from', 'accueil')]: 'accueil',
      [controlOf('how', 'accueil')]: 'adapted',
      [levelControl('accueil', 1)]: '1',
      [levelControl('accueil', 2)]: '2',
      [levelControl('accueil', 3)]: '2',
      [levelControl('accueil', 4)]: '2',
      [controlOf('reason', 'vieux')]: ' Personne n’y répondait. ',
    });
    expect(passage).toEqual({
      passage: {
        prix: { from: ['prix'], how: 'kept' },
        accueil: { from: ['accueil'], how: 'adapted', levels: [1, 2, 2, 2] },
      },
      dropped: [{ id: 'vieux', reason: 'Personne n’y répondait.' }],
    });
    expect(problemsOfPassage(before, after, passage)).toEqual([]);
  });

  test('asks again what nobody said, and waits for the reason of what is dropped', () => {
    const passage = read({});
    expect(passage.passage).toEqual({
      prix: { from: [], how: 'ask-again' },
      accueil: { from: [], how: 'ask-again' },
    });
    expect(problemsOfPassage(before, after, passage).map(({ code }) => code)).toEqual([
      'no-reason',
      'no-reason',
      'no-reason',
    ]);
  });

  test('keeps answers to a question that changed level by level, which is said', () => {
    const { passage } = read({
      ...prix,
      [controlOf('from', 'accueil')]: 'accueil',
      [controlOf('how', 'accueil')]: 'kept',
    });
    expect(passage['accueil']).toEqual({ from: ['accueil'], how: 'adapted', levels: [1, 1, 2, 2] });
  });

  test('believes no source that is not there, and no level beyond the scale', () => {
    const { passage } = read({
      [controlOf('from', 'prix')]: 'ailleurs',
      [controlOf('how', 'prix')]: 'kept',
      [controlOf('from', 'accueil')]: 'accueil',
      [controlOf('how', 'accueil')]: 'adapted',
      [levelControl('accueil', 1)]: '7',
    });
    expect(passage).toEqual({
      prix: { from: [], how: 'ask-again' },
      accueil: { from: ['accueil'], how: 'adapted', levels: [1, 1, 2, 2] },
    });
  });
});
