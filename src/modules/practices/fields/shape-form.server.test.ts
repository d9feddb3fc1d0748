import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Role } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { readOwnForm, showOwnForm } from './read-own-form.server.ts';
import { addField, changeField, changeKind, moveField, switchField } from './shape-form.server.ts';
import {
  addList,
  addOptions,
  moveOption,
  removeOption,
  renameList,
  renameOption,
  undoFormChange,
} from './shape-lists.server.ts';
import { keysMeaning, liveOptions, optionCalled } from './own-list.ts';
import type { OwnField } from './own-field.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator', 'Nadia');
});
afterAll(() => world.close());

async function added(label: string, more: Partial<Parameters<typeof addField>[1]> = {}): Promise<OwnField> {
  const field = await addField(facilitator, { label, kind: 'text', ...more });
  if (!field.ok) throw new Error(`${label} was refused: ${field.error.code}`);
  return field.value;
}

async function formNow(context = facilitator) {
  return readOwnForm(context);
}

async function listOf(field: OwnField) {
  const list = (await formNow()).lists.get(field.listId ?? '');
  if (!list) throw new Error(`${field.label} has no list`);
  return list;
}

async function labels(): Promise<string[]> {
  return (await formNow()).fields.filter(({ removed }) => !removed).map(({ label }) => label);
}

async function undoLatest(action: string) {
  const shown = await showOwnForm(facilitator);
  const entry = shown.ok ? shown.value.history.find((event) => event.action === action) : undefined;
  return undoFormChange(facilitator, entry?.id ?? '');
}

describe('the form', () => {
  it.each<[Role, boolean]>([
    ['visitor', false],
    ['contributor', false],
    ['facilitator', true],
    ['owner', true],
  ])('is shaped by a %s: %s', async (role, may) => {
    const context = await world.as(role);
    const { key, listId } = await added(`Sujet ${role}`, { kind: 'choice', options: 'un\ndeux' });
    const list = (await formNow()).lists.get(listId ?? '')?.key ?? '';
    const tries = [
      await addField(context, { label: `Ajout ${role}`, kind: 'text' }),
      await changeField(context, key, { label: `Nom ${role}` }),
      await moveField(context, { key, up: true }),
      await changeKind(context, { key, kind: 'choices' }),
      await switchField(context, { key, on: false }),
      await addList(context, { name: `Liste ${role}`, lines: 'a' }),
      await addOptions(context, { list, lines: 'trois' }),
      await renameOption(context, { list, key: 'un', label: 'Un seul' }),
      await moveOption(context, { list, key: 'un', up: false }),
      await removeOption(context, { list, key: 'deux' }),
      await renameList(context, { key: list, name: `Autre ${role}` }),
    ];
    for (const tried of tries) expect(tried.ok).toBe(may);
    if (!may) for (const tried of tries) expect(tried).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect((await showOwnForm(context)).ok).toBe(may);
    expect(await undoFormChange(context, 'nothing')).toMatchObject({
      error: { code: may ? 'not-found' : 'not-allowed' },
    });
    for (const one of [`Sujet ${role}`, `Nom ${role}`, `Ajout ${role}`]) {
      const field = (await formNow()).fields.find(({ label }) => label === one);
      if (field) await switchField(facilitator, { key: field.key, on: false });
    }
  });

  it('keeps the address of a question when it is renamed, puts it elsewhere, and gives it back its name', async () => {
    const first = await added('Ouvert au public');
    const second = await added('Budget annuel', { kind: 'number' });
    expect([first.key, second.key]).toEqual(['ouvert-au-public', 'budget-annuel']);
    await changeField(facilitator, first.key, { label: 'Ouvert à tout le monde ?', help: 'Oui ou non.' });
    await moveField(facilitator, { key: second.key, up: true });
    expect((await labels()).slice(-2)).toEqual(['Budget annuel', 'Ouvert à tout le monde ?']);
    expect((await added('Ouvert au public')).key).toBe('ouvert-au-public-2');
    await switchField(facilitator, { key: 'ouvert-au-public-2', on: false });
    expect((await undoLatest('own-field.changed')).ok).toBe(true);
    expect((await formNow()).fields.find(({ key }) => key === first.key)).toMatchObject({
      label: 'Ouvert au public',
      help: '',
    });
  });

  it.each([
    ['no label', { label: ' \n ', kind: 'text' }, 'label'],
    ['a label of signs', { label: '***', kind: 'text' }, 'label'],
    ['a label of 10,000 characters', { label: 'é'.repeat(10_000), kind: 'text' }, 'label'],
    ['a help of 10,000 characters', { label: 'Aide', help: 'x'.repeat(10_000), kind: 'text' }, 'help'],
    ['a kind there is not', { label: 'Magie', kind: 'sorcery' }, 'kind'],
    ['a visibility there is not', { label: 'Magie', kind: 'text', visibility: 'all' }, 'kind'],
    ['a choice without a list', { label: 'Choix', kind: 'choice' }, 'list'],
    ['a list there is not', { label: 'Choix', kind: 'choice', list: 'nowhere' }, 'list'],
    ['a choice of signs', { label: 'Choix', kind: 'choice', options: 'Oui\n***' }, 'option'],
    ['a choice too long', { label: 'Choix', kind: 'choice', options: 'x'.repeat(101) }, 'option'],
    ['501 choices', { label: 'Choix', kind: 'choices', options: lines(501) }, 'too-many-options'],
    ['a label that another has', { label: 'BUDGET ANNUEL !', kind: 'text' }, 'label-taken'],
  ])('refuses %s, and writes nothing', async (_what, input, code) => {
    const before = await formNow();
    expect(await addField(facilitator, input)).toEqual({ ok: false, error: { code } });
    expect(await formNow()).toEqual(before);
  });

  it('takes 500 choices, and a label that a browser might run, as texts', async () => {
    const many = await added('Commune d’origine', { kind: 'choices', options: lines(500) });
    expect(liveOptions(await listOf(many))).toHaveLength(500);
    const script = await added('<script>alert(1)</script>');
    expect(script).toMatchObject({ label: '<script>alert(1)</script>', key: 'script-alert-1-script' });
  });

  it('has fifty questions at most; one that is off makes room, and comes back when there is some', async () => {
    const count = (await labels()).length;
    for (let number = count; number < 50; number += 1) await added(`Question ${number}`);
    const refused = { ok: false, error: { code: 'too-many-fields' } };
    expect(await addField(facilitator, { label: 'De trop', kind: 'text' })).toEqual(refused);
    const off = (await formNow()).fields.filter(({ label }) => label.startsWith('Question '));
    await switchField(facilitator, { key: off[0]?.key ?? '', on: false });
    await added('En plus');
    expect(await switchField(facilitator, { key: off[0]?.key ?? '', on: true })).toEqual(refused);
    for (const { key } of off) await switchField(facilitator, { key, on: false });
    expect((await switchField(facilitator, { key: off[0]?.key ?? '', on: true })).ok).toBe(true);
  });

  it('belongs to its territory', async () => {
    const field = await added('D’ici', { kind: 'choice', options: 'oui' });
    const elsewhere: Context = { ...(await world.elsewhere()), actor: facilitator.actor };
    expect((await formNow(elsewhere)).fields).toEqual([]);
    expect(await changeField(elsewhere, field.key, { label: 'Pris' })).toMatchObject({ ok: false });
    const { key: list } = await listOf(field);
    expect(await addOptions(elsewhere, { list, lines: 'non' })).toMatchObject({ ok: false });
    expect(await addField(elsewhere, { label: 'Choix', kind: 'choice', list })).toMatchObject({ ok: false });
    expect((await addField(elsewhere, { label: 'D’ici', kind: 'text' })).ok).toBe(true);
  });

  it('takes one label once, however many add it at the same time', async () => {
    const all = await Promise.all(
      Array.from({ length: 5 }, () => addField(facilitator, { label: 'En même temps', kind: 'date' })),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

function lines(count: number): string {
  return Array.from({ length: count }, (_, place) => `Choix ${place}`).join('\n');
}

describe('a list', () => {
  it('is shared, grows without repeating itself, and keeps the keys of its choices', async () => {
    const one = await added('Ouverture', { kind: 'choices', options: 'Le matin\nle soir\nLE MATIN' });
    const { key } = await listOf(one);
    const two = await added('Fermeture', { kind: 'choice', list: key });
    expect(two.listId).toBe(one.listId);
    await addOptions(facilitator, { list: key, lines: 'Le Soir !\nLa nuit\n\n' });
    await renameOption(facilitator, { list: key, key: 'le-soir', label: 'En soirée' });
    await moveOption(facilitator, { list: key, key: 'la-nuit', up: true });
    expect(liveOptions(await listOf(one)).map((option) => [option.key, option.label])).toEqual([
      ['le-matin', 'Le matin'],
      ['la-nuit', 'La nuit'],
      ['le-soir', 'En soirée'],
    ]);
    expect(await renameOption(facilitator, { list: key, key: 'la-nuit', label: 'LE MATIN' })).toEqual({
      ok: false,
      error: { code: 'option-taken' },
    });
    expect(await removeOption(facilitator, { list: key, key: 'la-nuit', into: 'nowhere' })).toEqual({
      ok: false,
      error: { code: 'into' },
    });
  });

  it('merges a choice into another, which stands for it, and gives it back', async () => {
    const field = await added('Moment', { kind: 'choice', options: 'Midi\nDéjeuner\nSoir' });
    const { key } = await listOf(field);
    expect((await removeOption(facilitator, { list: key, key: 'dejeuner', into: 'midi' })).ok).toBe(true);
    const merged = await listOf(field);
    expect(optionCalled(merged, 'dejeuner')?.key).toBe('midi');
    expect(keysMeaning(merged, 'midi').toSorted()).toEqual(['dejeuner', 'midi']);
    await renameOption(facilitator, { list: key, key: 'soir', label: 'La soirée' });
    const shown = await showOwnForm(facilitator);
    const entry = shown.ok
      ? shown.value.history.filter(({ action }) => action === 'own-list.changed')[1]
      : undefined;
    expect((await undoFormChange(facilitator, entry?.id ?? '')).ok).toBe(true);
    const given = liveOptions(await listOf(field)).map(({ label }) => label);
    expect(given).toEqual(['Midi', 'Déjeuner', 'La soirée']);
    expect(await undoFormChange(facilitator, entry?.id ?? '')).toEqual({
      ok: false,
      error: { code: 'changed-since' },
    });
  });

  it('undoes what was added, whose key stays, and brings it back under the same key', async () => {
    const field = await added('Public', { kind: 'choice', options: 'Enfants' });
    const { key } = await listOf(field);
    await addOptions(facilitator, { list: key, lines: 'Adultes' });
    expect((await undoLatest('own-list.changed')).ok).toBe(true);
    expect(liveOptions(await listOf(field)).map(({ label }) => label)).toEqual(['Enfants']);
    await addOptions(facilitator, { list: key, lines: 'adultes' });
    expect(liveOptions(await listOf(field)).at(-1)).toMatchObject({ key: 'adultes', label: 'adultes' });
  });
});
