import { describe, expect, test } from 'vitest';
import { html, tagsWith, textOf } from '#kernel/ui/ui-testing.ts';
import { translators } from '#messages/index.ts';
import type { College, EvaluationState } from '../evaluation.ts';
import AnswerCards from './AnswerCards.svelte';
import EvaluationForm from './EvaluationForm.svelte';
import SessionTools from './SessionTools.svelte';
import { newForm } from '../evaluation-form.ts';

const t = translators.fr;
const elected: College = { key: 'elected', name: 'Élu·es', kind: 'named', threshold: null };
const residents: College = { key: 'residents', name: 'Habitant·es', kind: 'anonymous', threshold: 5 };

describe('cards to hand out', () => {
  const cards = (college: College, until = '') =>
    html(AnswerCards, {
      t,
      codes: ['BCDFG-HJKMN', 'PQRST-VWXYZ'],
      title: 'La ressourcerie <b>',
      college,
      territory: 'Pays de Redon',
      until,
      address: 'https://exemple.fr/r',
    });

  test('say each on its own how to reach the sheet, for whom, until when and what for', () => {
    const body = cards(residents, 'Réponses attendues jusqu’au 20 décembre 2026.');
    const text = textOf(body);
    expect(tagsWith(body, '<li')).toHaveLength(2);
    expect(tagsWith(body, 'role="img"').map((tag) => /code (\S+)"/.exec(tag)?.[1])).toEqual([
      'BCDFG-HJKMN',
      'PQRST-VWXYZ',
    ]);
    for (const words of [
      'exemple.fr/r',
      'Habitant·es – Pays de Redon',
      '20 décembre 2026',
      'à partir de 5',
    ]) {
      expect(text.split(words)).toHaveLength(3);
    }
    expect(text).not.toContain('https://');
    expect(body).toContain('La ressourcerie &lt;b>');
  });

  test('of a named college say that answers are signed', () => {
    expect(textOf(cards(elected))).toContain('au nom de qui signe');
  });
});

describe('the tools of a session', () => {
  const tools = (state: EvaluationState, begun = false) =>
    html(SessionTools, {
      t,
      rules: [],
      state,
      composition: [
        { college: elected, invited: 2, answered: 0 },
        { college: residents, invited: 7, answered: null },
      ],
      begun,
      here: '/evaluations/x',
      closesOn: null,
      version: 1,
    });
  const actions = (body: string) =>
    tagsWith(body, '<form').map((tag) => /action="[^"]*\?\/(\w+)"/.exec(tag)?.[1]);

  test('offer only what its state allows', () => {
    expect(actions(tools('draft'))).toEqual(['open']);
    expect(actions(tools('open'))).toEqual(['move', 'takeBack', 'withdraw', 'close']);
    expect(actions(tools('closed', true))).toEqual(['publish', 'withdraw']);
    expect(actions(tools('published', true))).toEqual([]);
    expect(actions(tools('withdrawn', true))).toEqual([]);
  });

  test('no longer offer to take it back once somebody has begun to answer', () => {
    expect(actions(tools('open', true))).not.toContain('takeBack');
  });

  test('tell no count that is too small in an anonymous college', () => {
    expect(textOf(tools('open'))).toMatch(/Élu·es 2 0 Habitant·es 7 moins de 5/);
  });
});

test('the form of a session says beside each text by how many characters it is too long', () => {
  const problem = (field: string) => ({ field, tooLong: { excess: 3, max: 200 } });
  const text = textOf(
    html(EvaluationForm, {
      t,
      subjects: { choices: [], chosen: [], search: '', found: 0 },
      values: newForm(['Habitant·es', 'Élu·es']),
      invalid: [problem('title'), problem('college-2-name')],
      frameworks: [],
      core: {
        choices: { topics: { theme: [], challenge: [], community: [] }, licences: [] },
        values: { topics: [], chat: '', coAuthors: '', licence: '' },
      },
      submit: 'Enregistrer',
    }),
  );
  for (const label of [t('evaluation.field.title'), t('evaluation.field.college-name', { row: 2 })]) {
    const message = textOf(t('app.form.too-long', { label, excess: 3, max: 200 }));
    expect(text.split(message)).toHaveLength(3);
  }
});
