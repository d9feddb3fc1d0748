import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { readHistory } from '#modules/records/index.server.ts';
import {
  acceptCorrection,
  correctByMail,
  correctionOf,
  rebased,
  showCorrection,
} from './correct-by-mail.server.ts';
import { correctionChore } from './correction-store.server.ts';
import { type FormValues, emptyForm, formFields, formOf } from './practice-form.ts';
import type { Practice } from './practice.ts';
import { findPractice } from './practice-store.server.ts';
import type { OwnTyped } from './fields/own-answers.ts';
import { askOwnFields } from './fields/own-values.server.ts';
import { addField } from './fields/shape-form.server.ts';
import { editPractice, proposePractice } from './save-practice.server.ts';
import { undoPracticeChange } from './undo-practice.server.ts';

let world: TestWorld;
let author: Context;
let visitor: Context;
let practice: Practice;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  author = await world.as('contributor');
  visitor = { ...author, actor: { personId: null, role: 'visitor' } };
  const proposed = await proposePractice(author, { title: 'Four à pain', commune: 'Redon' });
  practice = await now(proposed.ok ? proposed.value.id : '');
});

async function now(id: string): Promise<Practice> {
  const found = await findPractice(author, { id });
  if (!found) throw new Error('No practice');
  return found;
}

let people = 0;

/** Corrects as a visitor; gives the token of the mail. */
async function correct(
  typed: Partial<FormValues>,
  email = `corrige-${(people += 1)}@exemple.test`,
  own: OwnTyped = {},
) {
  let link = '';
  const values = { ...formOf(practice), ...typed };
  const sent = await correctByMail(visitor, {
    recordId: practice.record.id,
    version: practice.record.version,
    input: correctionOf(practice, {
      values,
      core: undefined,
      coreBefore: undefined,
      own,
      ownBefore: (await askOwnFields(visitor, practice.details.fields)).values,
    }),
    email,
    path: '/pratiques/correction',
    mail: { subject: 'Corriger', body: (address) => (link = address) },
  });
  return { sent, token: link.split('/').at(-1) ?? '' };
}

describe('a correction by mail', () => {
  it('is seen by nobody before its author pressed the button, then by all, and is undone', async () => {
    const { token } = await correct({ pitch: 'Le samedi', partners: 'La mairie' });
    const { id } = practice.record;
    expect((await now(id)).record.pitch).toBe('');
    expect(await showCorrection(visitor, token)).toMatchObject({
      value: {
        changes: [
          { field: 'pitch', before: '', after: 'Le samedi' },
          { field: 'partners', before: '', after: 'La mairie' },
        ],
      },
    });
    expect(await acceptCorrection(visitor, token)).toMatchObject({ ok: true });
    expect((await now(id)).record.pitch).toBe('Le samedi');
    const [latest] = (await readHistory(author, { recordId: id })).entries;
    expect(latest?.changes.map(({ field }) => field).toSorted()).toEqual(['partners', 'pitch']);
    expect(await undoPracticeChange(author, { recordId: id, entryId: latest?.id ?? '' })).toMatchObject({
      ok: true,
    });
    expect((await now(id)).details).toEqual(practice.details);
    expect(await acceptCorrection(visitor, token)).toMatchObject({ error: { code: 'link-used' } });
  });

  it('answers the questions of the territory that everyone answers, and no others', async () => {
    const facilitator = await world.as('facilitator');
    await addField(facilitator, { label: 'Saison', kind: 'choices', options: 'Hiver\nÉté' });
    await addField(facilitator, { label: 'Places', kind: 'number', required: true });
    await addField(facilitator, { label: 'Suivi', kind: 'text', visibility: 'facilitators' });
    const own = { 'field.saison': ['ete', ''], 'field.places': [''], 'field.suivi': ['glissé'] };
    const { token } = await correct({}, undefined, own);
    expect(await showCorrection(visitor, token)).toMatchObject({
      value: { changes: [], ownChanges: [{ label: 'Saison', before: '', after: 'Été' }] },
    });
    expect((await acceptCorrection(visitor, token)).ok).toBe(true);
    practice = await now(practice.record.id);
    expect(practice.details.fields).toEqual({ saison: ['ete'] });
    const { sent } = await correct({}, undefined, { 'field.places': ['beaucoup'] });
    expect(sent).toMatchObject({ error: { code: 'invalid', fields: ['field.places'] } });
    const { token: later } = await correct({}, undefined, { 'field.saison': ['hiver'] });
    const { id: recordId, version } = practice.record;
    const meanwhile = { ...formOf(practice), own: { 'field.saison': ['hiver', 'ete'] } };
    await editPractice(author, { recordId, version, input: meanwhile });
    expect(await acceptCorrection(visitor, later)).toMatchObject({ error: { code: 'changed-meanwhile' } });
  });

  it('keeps what others changed meanwhile elsewhere in the record', async () => {
    const { token } = await correct({ pitch: 'Le samedi' });
    const { id: recordId, version } = practice.record;
    await editPractice(author, { recordId, version, input: { ...formOf(practice), place: 'Le bourg' } });
    expect(await acceptCorrection(visitor, token)).toMatchObject({ ok: true });
    expect(await now(recordId)).toMatchObject({
      record: { pitch: 'Le samedi' },
      details: { place: 'Le bourg' },
    });
  });

  it('writes over nothing that someone else changed otherwise, and can be read again', async () => {
    const { token } = await correct({ pitch: 'Le samedi' });
    const { id: recordId, version } = practice.record;
    await editPractice(author, { recordId, version, input: { ...formOf(practice), pitch: 'Le dimanche' } });
    expect(await acceptCorrection(visitor, token)).toMatchObject({ error: { code: 'changed-meanwhile' } });
    expect((await now(recordId)).record.pitch).toBe('Le dimanche');
  });

  it('says all that is wrong, and keeps nothing', async () => {
    const { sent } = await correct({ title: '', since: 'autrefois' }, 'pas une adresse');
    expect(sent).toMatchObject({
      error: { code: 'invalid', fields: ['title', 'since'], email: 'email-invalid' },
    });
  });

  it('reaches no practice that its author may not read', async () => {
    const { id: recordId } = practice.record;
    const elsewhere = await world.elsewhere();
    const input = correctionOf(practice, {
      values: formOf(practice),
      core: undefined,
      coreBefore: undefined,
      own: {},
      ownBefore: {},
    });
    const mail = { subject: '', body: (link: string) => link };
    const given = { recordId, version: 1, input, email: 'a@exemple.test', path: '/x', mail };
    expect(await correctByMail(elsewhere, given)).toMatchObject({ error: { code: 'not-found' } });
  });

  it('is forgotten when nobody answers for it', async () => {
    const { token } = await correct({ pitch: 'Le samedi' });
    const { db, clock, territoryId } = author;
    await correctionChore({ db, clock }).run(territoryId);
    expect(await showCorrection(visitor, token)).toMatchObject({ ok: true });
    const later = { now: () => new Date(clock.now().getTime() + 31 * 86_400_000) };
    await correctionChore({ db, clock: later }).run(territoryId);
    expect(await showCorrection(visitor, token)).toMatchObject({ error: { code: 'not-found' } });
  });
});

describe('two who correct the same record', () => {
  const text = fc.constantFrom('', 'a', 'b');
  const form = fc.record(
    Object.fromEntries(formFields.map((field) => [field, text])),
  ) as fc.Arbitrary<FormValues>;

  it('both find what they wrote, unless they wrote the same field otherwise', () => {
    fc.assert(
      fc.property(form, form, form, (base, values, current) => {
        const both = rebased({ values, base }, current);
        const contested = formFields.some(
          (field) =>
            values[field] !== base[field] &&
            current[field] !== base[field] &&
            current[field] !== values[field],
        );
        expect(both === null).toBe(contested);
        for (const field of both ? formFields : []) {
          const wrote = values[field] !== base[field];
          expect(both?.[field]).toBe(wrote ? values[field] : current[field]);
        }
      }),
    );
  });

  it('changes nothing when nothing was typed', () => {
    const current = { ...emptyForm, title: 'Four' };
    expect(rebased({ values: emptyForm, base: emptyForm }, current)).toEqual(current);
  });
});
