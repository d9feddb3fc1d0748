import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { deleteRecord, readHistory } from '#modules/records/index.server.ts';
import { exportCsv, exportGeojson, exportJsonld } from '../export-practices.server.ts';
import { listPractices, pageOfPractices } from '../list-practices.server.ts';
import { readPracticeQuery } from '../practice-filters.ts';
import { formOf } from '../practice-form.ts';
import { findPractice } from '../practice-store.server.ts';
import { proposeByMail } from '../propose-by-mail.server.ts';
import { editPractice, proposePractice } from '../save-practice.server.ts';
import { undoPracticeChange } from '../undo-practice.server.ts';
import type { OwnTyped } from './own-answers.ts';
import { ownFilterChoices } from './own-filter-choices.server.ts';
import { askOwnFields, namedByOthers, ownFactsOf } from './own-values.server.ts';
import { readSeenForm } from './read-own-form.server.ts';
import { addField, changeField, changeKind, switchField } from './shape-form.server.ts';
import { removeOption, renameOption } from './shape-lists.server.ts';
import { tellOwnFields } from './tell-own-fields.server.ts';

let world: TestWorld;
let facilitator: Context;
let member: Context;
let visitor: Context;
const common = { isFilter: true, inList: true };
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator', 'Nadia');
  member = await world.as('contributor', 'Yann');
  visitor = await world.as('visitor');
  for (const field of [
    { label: 'Ouverture', kind: 'choices', options: 'Matin\nSoir\nNuit', ...common },
    { label: 'Forme', kind: 'choice', options: 'Collectif\nGroupe\nAutre', ...common },
    { label: 'Membres', kind: 'number', ...common },
    { label: 'Depuis quand', kind: 'date', ...common },
    { label: 'Récit', kind: 'text', inList: true },
    { label: 'Vidéo', kind: 'link' },
    { label: 'Avec', kind: 'practices', ...common },
    { label: 'Entre nous', kind: 'text', visibility: 'members', ...common },
    { label: 'À savoir', kind: 'text', visibility: 'facilitators', ...common },
    { label: 'Suivi', kind: 'choice', options: 'Canari', visibility: 'facilitators', ...common },
  ]) {
    const added = await addField(facilitator, field);
    if (!added.ok) throw new Error(`${field.label}: ${added.error.code}`);
  }
});
afterAll(() => world.close());

async function proposed(own: OwnTyped, context = member, title = 'Four à pain'): Promise<RecordCore> {
  const made = await proposePractice(context, { title, commune: 'Redon', own });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
}

async function stored(id: string, context = facilitator) {
  const practice = await findPractice(context, { id });
  if (!practice) throw new Error('The practice is gone');
  return practice;
}

async function edited(id: string, own: OwnTyped, context = member) {
  const practice = await stored(id);
  const { version } = practice.record;
  return editPractice(context, { recordId: id, version, input: { ...formOf(practice), own } });
}

async function factsFor(context: Context, id: string) {
  const [facts = []] = await ownFactsOf(context, [(await stored(id)).details.fields]);
  return facts;
}

async function found(context: Context, query: string): Promise<string[] | { code: string; field: string }> {
  const read = readPracticeQuery(new URLSearchParams(query), await readSeenForm(context));
  if (!read.ok) return read.error;
  const { items, total } = await listPractices(context, read.value);
  expect(items).toHaveLength(total);
  return items.map(({ title }) => title);
}

const answers: OwnTyped = {
  'field.ouverture': ['soir', 'matin'],
  'field.forme': ['groupe'],
  'field.membres': ['1 234,5'],
  'field.depuis-quand': ['mars 2016'],
  'field.recit': ['Une histoire de <b>levain</b>\nsur deux lignes'],
  'field.video': ['https://video.example/four'],
};

describe('what a practice says in the fields of the territory', () => {
  it('is kept, shown in the order of the form, and sent back unchanged changes nothing', async () => {
    const { id } = await proposed(answers);
    expect((await stored(id)).details.fields).toEqual({
      ouverture: ['matin', 'soir'],
      forme: 'groupe',
      membres: 1234.5,
      'depuis-quand': '2016-03',
      recit: 'Une histoire de <b>levain</b>\nsur deux lignes',
      video: 'https://video.example/four',
    });
    const facts = await factsFor(visitor, id);
    expect(facts.map(({ label }) => label)).toEqual([
      'Ouverture',
      'Forme',
      'Membres',
      'Depuis quand',
      'Récit',
      'Vidéo',
    ]);
    expect(facts[0]?.words).toEqual(['Matin', 'Soir']);
    const asked = await askOwnFields(member, (await stored(id)).details.fields);
    const saved = await edited(id, asked.values);
    expect(saved.ok && saved.value.version).toBe(1);
  });

  it.each<[string, OwnTyped, string]>([
    ['no number', { 'field.membres': ['beaucoup'] }, 'field.membres'],
    ['no date', { 'field.depuis-quand': ['hier'] }, 'field.depuis-quand'],
    ['a script for an address', { 'field.video': ['javascript:alert(1)'] }, 'field.video'],
    ['a text of 10,000 characters', { 'field.recit': ['x'.repeat(10_000)] }, 'field.recit'],
    ['a choice there is not', { 'field.forme': ['magie'] }, 'field.forme'],
    ['a practice there is not', { 'field.avec': ['Nulle part'] }, 'field.avec'],
  ])('is refused when it is %s', async (_what, own, field) => {
    const refused = await proposePractice(member, { title: 'Refusée', commune: 'Redon', own });
    expect(refused).toEqual({ ok: false, error: { code: 'invalid', fields: [field] } });
  });

  it('is asked for in the form when facilitators say so, and never of who was not asked', async () => {
    await changeField(facilitator, 'forme', { label: 'Forme', required: true, ...common });
    const refused = await proposePractice(member, {
      title: 'Sans',
      commune: 'Redon',
      own: { 'field.forme': [''] },
    });
    expect(refused).toEqual({ ok: false, error: { code: 'invalid', fields: ['field.forme'] } });
    expect((await proposePractice(member, { title: 'Sans question', commune: 'Redon' })).ok).toBe(true);
    await changeField(facilitator, 'forme', { label: 'Forme', ...common });
  });

  it('is told in the history in words, and each field is undone alone', async () => {
    const { id } = await proposed({ 'field.forme': ['collectif'], 'field.membres': ['3'] });
    await edited(id, { 'field.forme': ['groupe'] });
    await edited(id, { 'field.membres': ['4'] });
    const history = await readHistory(visitor, { recordId: id, tellOwn: tellOwnFields });
    const change = history.entries.find(({ changes }) => changes.some(({ label }) => label === 'Forme'));
    expect(change?.changes).toEqual([
      { field: 'field.forme', label: 'Forme', before: ['Collectif'], after: ['Groupe'] },
    ]);
    expect((await undoPracticeChange(member, { recordId: id, entryId: change?.id ?? '' })).ok).toBe(true);
    expect((await stored(id)).details.fields).toEqual({ forme: 'collectif', membres: 4 });
  });

  it('stays readable when a choice is merged, taken away or renamed, and when the field goes off and on', async () => {
    const { id } = await proposed({ 'field.forme': ['groupe'], 'field.ouverture': ['nuit'] });
    const list = [...(await readSeenForm(facilitator)).lists.values()].find(({ name }) => name === 'Forme');
    await removeOption(facilitator, { list: list?.key ?? '', key: 'groupe', into: 'collectif' });
    await renameOption(facilitator, { list: list?.key ?? '', key: 'collectif', label: 'À plusieurs' });
    await removeOption(facilitator, { list: 'ouverture', key: 'nuit' });
    const facts = await factsFor(visitor, id);
    expect(facts.flatMap(({ words }) => words)).toEqual(['Nuit', 'À plusieurs']);
    expect(await found(visitor, 'field.forme=groupe')).toContain('Four à pain');
    expect(await found(visitor, 'field.forme=collectif')).toEqual(await found(visitor, 'field.forme=groupe'));
    const asked = await askOwnFields(member, (await stored(id)).details.fields);
    const again = await edited(id, asked.values);
    expect(again.ok && again.value.version).toBe(1);
    expect((await stored(id)).details.fields).toMatchObject({ ouverture: ['nuit'] });
    await switchField(facilitator, { key: 'ouverture', on: false });
    expect((await factsFor(facilitator, id)).map(({ label }) => label)).toEqual(['Forme']);
    expect(await found(visitor, 'field.ouverture=nuit')).toMatchObject({ code: 'unknown-parameter' });
    await edited(id, { 'field.ouverture': ['matin'] });
    await switchField(facilitator, { key: 'ouverture', on: true });
    expect((await factsFor(visitor, id))[0]?.words).toEqual(['Nuit']);
  });

  it('links two practices, which show it both ways to those who see both', async () => {
    const one = await proposed({}, member, 'Le verger');
    const hidden = await proposePractice(member, { title: 'Caché', commune: 'Redon' });
    const two = await proposed(
      { 'field.avec': [`Le verger\n/pratiques/cache-${hidden.ok ? hidden.value.shortId : ''}`] },
      member,
      'La cidrerie',
    );
    if (hidden.ok) await deleteRecord(member, hidden.value.id);
    const [fact] = await factsFor(visitor, two.id);
    expect(fact?.practices.map(({ title }) => title)).toEqual(['Le verger']);
    const [naming] = await namedByOthers(visitor, one.id);
    expect(naming).toMatchObject({ label: 'Avec', practices: [{ title: 'La cidrerie' }] });
    expect(await found(visitor, `field.avec=le-verger-${one.shortId}`)).toEqual(['La cidrerie']);
    // Whoever edits without seeing the other one does not take it away.
    const asked = await askOwnFields(member, (await stored(two.id)).details.fields);
    await edited(two.id, asked.values);
    expect((await stored(two.id)).details.fields['avec']).toHaveLength(2);
  });
});

describe('the filters', () => {
  it('take keys, several at once, numbers and dates with or without ends; anything else is refused and named', async () => {
    await proposed({ 'field.membres': ['10'], 'field.depuis-quand': ['2014'] }, member, 'Dix');
    await proposed({ 'field.membres': ['20'], 'field.depuis-quand': ['2015-06-01'] }, member, 'Vingt');
    expect(await found(visitor, 'field.membres=10')).toEqual(['Dix']);
    expect(await found(visitor, 'field.membres=10..20')).toEqual(['Dix', 'Vingt']);
    expect(await found(visitor, 'field.membres=15..&field.depuis-quand=2015')).toEqual(['Vingt']);
    expect(await found(visitor, 'field.depuis-quand=..2014')).toEqual(['Dix']);
    expect(await found(visitor, 'field.membres=')).toContain('Dix');
    for (const query of [
      'field.membres=dix',
      'field.membres=..',
      'field.forme=magie',
      'field.depuis-quand=a..b',
    ])
      expect(await found(visitor, query)).toMatchObject({
        code: 'invalid-parameter',
        field: query.split('=')[0],
      });
    for (const name of ['field.rien', 'field.', 'field.recit', 'field.a-savoir', 'field.entre-nous'])
      expect(await found(visitor, `${name}=x`)).toEqual({ code: 'unknown-parameter', field: name });
    expect(await found(visitor, 'field.ouverture=matin&field.ouverture=soir')).toContain('Four à pain');
  });
});

describe('what is not for everyone', () => {
  it('reaches nobody else, wherever one looks', async () => {
    const { id, shortId } = await proposed(
      {
        'field.a-savoir': ['canarisecret'],
        'field.suivi': ['canari'],
        'field.entre-nous': ['canarimembre'],
        'field.recit': ['canaripublic'],
      },
      facilitator,
      'La cage',
    );
    const whatIsSeen = async (context: Context) => {
      const list = readPracticeQuery(new URLSearchParams({ q: 'cage' }));
      if (!list.ok) throw new Error('The query is refused');
      const files: string[] = [];
      for (const write of [exportCsv, exportGeojson, exportJsonld])
        for await (const piece of write(context, {})) files.push(piece);
      return JSON.stringify([
        await factsFor(context, id),
        await askOwnFields(context, (await stored(id)).details.fields),
        (await listPractices(context, list.value)).items,
        await ownFilterChoices(context, {}),
        await pageOfPractices(context, list.value),
        (await readHistory(context, { recordId: id, tellOwn: tellOwnFields })).entries,
        files,
      ]).toLowerCase();
    };
    const [seenByAll, seenByMember, seenByFacilitator] = [
      await whatIsSeen(visitor),
      await whatIsSeen(member),
      await whatIsSeen(facilitator),
    ];
    expect(seenByAll).toContain('canaripublic');
    for (const word of ['canarisecret', 'canarimembre', '"canari"', 'à savoir', 'entre nous'])
      expect(seenByAll).not.toContain(word);
    expect(seenByMember).toContain('canarimembre');
    expect(seenByMember).not.toContain('canarisecret');
    expect(seenByFacilitator).toContain('canarisecret');
    const files = await Array.fromAsync(exportCsv(facilitator, {}));
    expect(files.join('')).toContain('canaripublic');
    expect(files.join('')).not.toContain('canarisecret');
    expect(files.join('')).not.toContain('canarimembre');
    for (const context of [visitor, member, facilitator]) {
      expect(await found(context, 'q=canaripublic')).toEqual(['La cage']);
      expect(await found(context, 'q=canarisecret')).toEqual([]);
      expect(await found(context, 'q=canarimembre')).toEqual([]);
    }
    await changeField(facilitator, 'recit', { label: 'Récit', visibility: 'facilitators' });
    expect(await found(visitor, 'q=canaripublic')).toEqual([]);
    expect(await whatIsSeen(visitor)).not.toContain('canaripublic');
    await changeField(facilitator, 'recit', { label: 'Récit', visibility: 'public' });
    expect(await found(visitor, 'q=canaripublic')).toEqual(['La cage']);
    expect(shortId).toHaveLength(8);
  });

  it('is neither written nor emptied nor given back by who does not see it', async () => {
    const { id } = await proposed({ 'field.a-savoir': ['mot'] }, facilitator, 'Réservée');
    await edited(id, { 'field.a-savoir': [''], 'field.membres': ['7'] }, member);
    expect((await stored(id)).details.fields).toEqual({ 'a-savoir': 'mot', membres: 7 });
    await edited(id, { 'field.a-savoir': ['autre mot'] }, facilitator);
    const history = await readHistory(facilitator, { recordId: id, tellOwn: tellOwnFields });
    const entryId = history.entries[0]?.id ?? '';
    expect(await undoPracticeChange(member, { recordId: id, entryId })).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
    expect((await undoPracticeChange(facilitator, { recordId: id, entryId })).ok).toBe(true);
    const own = { 'field.a-savoir': ['glissé'], 'field.membres': ['2'] };
    const sent = await proposeByMail(visitor, {
      email: 'quelqu-une@exemple.test',
      input: { title: 'Par courriel', commune: 'Redon', own },
      address: '203.0.113.9',
      path: '/pratiques/proposition',
      mail: { subject: 'Votre pratique', body: (link) => link },
    });
    expect(sent.ok).toBe(true);
    const { rows } = await world.db
      .selectFrom('practice')
      .innerJoin('record', 'record.id', 'practice.record_id')
      .select('practice.fields')
      .where('practice.territory_id', '=', world.territoryId)
      .where('record.territory_id', '=', world.territoryId)
      .where('record.title', '=', 'Par courriel')
      .execute()
      .then((all) => ({ rows: all }));
    expect(rows).toEqual([{ fields: { membres: 2 } }]);
  });
});

describe('another kind of answer', () => {
  it('is refused when something would be lost, and keeps all that was said otherwise', async () => {
    await addField(facilitator, { label: 'Surface', kind: 'number', ...common });
    const { id } = await proposed(
      { 'field.surface': ['12,5'], 'field.ouverture': ['matin', 'soir'] },
      member,
      'Hangar',
    );
    expect(await changeKind(facilitator, { key: 'surface', kind: 'date' })).toEqual({
      ok: false,
      error: { code: 'loses', count: 1 },
    });
    expect(await changeKind(facilitator, { key: 'ouverture', kind: 'choice' })).toMatchObject({
      error: { code: 'loses' },
    });
    expect((await changeKind(facilitator, { key: 'surface', kind: 'text' })).ok).toBe(true);
    expect((await changeKind(facilitator, { key: 'forme', kind: 'choices' })).ok).toBe(true);
    expect((await stored(id)).details.fields).toMatchObject({ surface: '12.5' });
    expect(await found(visitor, 'field.forme=collectif')).toContain('Four à pain');
    expect(await found(visitor, 'q="12.5"')).toEqual(['Hangar']);
    expect((await changeKind(facilitator, { key: 'video', kind: 'number' })).ok).toBe(false);
  });
});
