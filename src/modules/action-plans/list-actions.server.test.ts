import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { emptyRichText } from '#kernel/rich-text/rich-text.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { createRecord, deleteRecord } from '#modules/records/index.server.ts';
import type { ActionInput } from './action.ts';
import type { ActionFilters } from './action-filters.ts';
import { actionOrigins, listActions } from './list-actions.server.ts';
import { openAction } from './save-action.server.ts';

let world: TestWorld;
let contributor: Context;
let visitor: Context;
let lever: RecordCore;
let evaluation: RecordCore;

async function makeRecord(kind: 'lever' | 'evaluation'): Promise<RecordCore> {
  const fields = {
    title: `Fiche ${kind}`,
    pitch: '',
    body: emptyRichText(),
    language: 'fr' as const,
    visibility: 'public' as const,
    licence: 'CC-BY-SA-4.0',
    tags: [],
    topicIds: [],
    chatUrl: '',
    coAuthors: [],
    sourceName: '',
    sourceUrl: '',
    sourceRecordId: '',
    confirmedOn: null,
  };
  return createRecord(contributor, { kind, fields, details: {} });
}

async function open(action: Partial<ActionInput>, origins: { leverId?: string; evaluationId?: string } = {}) {
  const input = { title: 'Sans titre', who: 'La mairie', due: '2027', ...action };
  const opened = await openAction(contributor, { input, ...origins });
  if (!opened.ok) throw new Error(opened.error.code);
}

async function titles(filters: ActionFilters = {}) {
  const { groups } = await listActions(visitor, { filters, page: 1 });
  return groups.map(({ status, actions }) => [status, actions.map(({ record }) => record.title)]);
}

beforeAll(async () => {
  world = await openTestWorld();
  contributor = await world.as('contributor');
  visitor = await world.as('visitor');
  [lever, evaluation] = [await makeRecord('lever'), await makeRecord('evaluation')];
  await open({ title: 'Dans l’année', due: '2027' }, { leverId: lever.id, evaluationId: evaluation.id });
  await open({ title: 'En février', due: '2027-02' }, { leverId: lever.id });
  await open({ title: 'Le 1er février', due: '2027-02-01' });
  await open({ title: 'Fêter la réouverture', due: '2026', status: 'done' });
  await open(
    { title: 'Chiffrer un mi-temps', due: '2028', status: 'under-way' },
    { evaluationId: evaluation.id },
  );
});
afterAll(() => world.close());

describe('the plan', () => {
  test('goes by status, then by the last day of the date due', async () => {
    expect(await titles()).toEqual([
      ['under-way', ['Chiffrer un mi-temps']],
      ['planned', ['Le 1er février', 'En février', 'Dans l’année']],
      ['done', ['Fêter la réouverture']],
    ]);
  });

  test('shows with each action the lever it carries out and the evaluation it follows from', async () => {
    const { groups } = await listActions(visitor, { filters: { q: 'année' }, page: 1 });
    expect(groups[0]?.actions[0]?.origins).toMatchObject([
      { type: 'carries-out', kind: 'lever', shortId: lever.shortId, title: 'Fiche lever' },
      { type: 'follows-from', kind: 'evaluation', shortId: evaluation.shortId },
    ]);
  });

  test.each([
    ['status', () => ({ status: 'done' as const }), [['done', ['Fêter la réouverture']]]],
    ['lever', () => ({ lever: lever.shortId }), [['planned', ['En février', 'Dans l’année']]]],
    [
      'evaluation',
      () => ({ evaluation: evaluation.shortId }),
      [
        ['under-way', ['Chiffrer un mi-temps']],
        ['planned', ['Dans l’année']],
      ],
    ],
    ['words, accents forgiven', () => ({ q: 'feter reouverture' }), [['done', ['Fêter la réouverture']]]],
    ['words and lever', () => ({ q: 'février', lever: lever.shortId }), [['planned', ['En février']]]],
  ])('can be filtered by %s', async (_, filters, expected) => {
    expect(await titles(filters())).toEqual(expected);
  });

  test('counts each status with the other filters, whatever the status shown', async () => {
    const plan = await listActions(visitor, {
      filters: { status: 'done', evaluation: evaluation.shortId },
      page: 1,
    });
    expect(Object.fromEntries(plan.counts)).toEqual({ planned: 1, 'under-way': 1 });
    expect(plan).toMatchObject({ total: 0, groups: [], unknown: [] });
  });

  test('says when a filter names a lever or an evaluation that is not there, and shows the rest', async () => {
    const plan = await listActions(visitor, {
      filters: { lever: evaluation.shortId, evaluation: 'zzzzzzzz' },
      page: 1,
    });
    expect(plan).toMatchObject({ unknown: ['lever', 'evaluation'], total: 5 });
  });

  test('does not show a lever that was deleted', async () => {
    const other = await makeRecord('lever');
    await open({ title: 'Orpheline' }, { leverId: other.id });
    await deleteRecord(contributor, other.id);
    const { groups } = await listActions(visitor, { filters: { q: 'orpheline' }, page: 1 });
    expect(groups[0]?.actions[0]?.origins).toEqual([]);
  });

  test('offers as filters the levers and evaluations that actions come from, with how many', async () => {
    expect(await actionOrigins(visitor)).toEqual([
      {
        kind: 'evaluation',
        shortId: evaluation.shortId,
        title: 'Fiche evaluation',
        language: 'fr',
        count: 2,
      },
      { kind: 'lever', shortId: lever.shortId, title: 'Fiche lever', language: 'fr', count: 2 },
    ]);
    expect(await actionOrigins(await world.elsewhere())).toEqual([]);
  });

  test('is this territory’s', async () => {
    expect((await listActions(await world.elsewhere(), { filters: {}, page: 1 })).total).toBe(0);
  });

  test('comes by pages of a hundred', async () => {
    for (let number = 1; number <= 101; number += 1) await open({ title: `Tournée ${number}`, due: '2030' });
    const first = await listActions(visitor, { filters: { q: 'tournée' }, page: 1 });
    const second = await listActions(visitor, { filters: { q: 'tournée' }, page: 2 });
    expect([first.pages, first.total]).toEqual([2, 101]);
    expect([first, second].map((plan) => plan.groups.flatMap(({ actions }) => actions).length)).toEqual([
      100, 1,
    ]);
  });
});
