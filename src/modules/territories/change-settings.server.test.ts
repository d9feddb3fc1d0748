import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { roles } from '#kernel/context.ts';
import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { addCommunes, removeCommunes } from './change-communes.server.ts';
import {
  changeColours,
  changeIdentity,
  changeNotice,
  changeSections,
  passSteps,
  undoSettingsChange,
} from './change-settings.server.ts';
import { sections } from './sections.ts';
import { readSettings, readSettingsHistory } from './read-settings.server.ts';
import { type SettingsForm, settingsMark } from './settings-mark.server.ts';
import { readNotice, writingDefaults } from './settings-store.server.ts';
import { findTerritory } from './territory-store.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const identity = {
  name: 'Pays de Redon',
  welcome: 'Bienvenue à **toutes et tous**.',
  publisher: 'Association des Trois Rivières\n2 quai Jean-Bart, Redon',
  timeZone: 'Europe/Paris',
  language: 'fr',
  licence: 'CC-BY-4.0',
};
const notice = {
  publisher: 'Les Trois Rivières',
  director: 'Anaïs Le Goff',
  hosting: 'Hébergeur libre, Nantes',
  legal: '## Marques',
  privacy: 'Personne à qui écrire : Anaïs.',
};

const territory = () => findTerritory(world.db, 'essai.test');
const latest = async () => {
  const history = await readSettingsHistory(await world.as('owner'));
  if (!history.ok || !history.value[0]) throw new Error('Something was changed before');
  return history.value[0];
};

describe('settings of a territory', () => {
  it('are changed by an owner, and say who did it', async () => {
    const owner = await world.as('owner');
    expect(await changeIdentity(owner, identity)).toMatchObject({ ok: true });
    const { welcome, ...plain } = (await territory()) ?? {};
    expect(plain).toMatchObject({ name: 'Pays de Redon', licence: 'CC-BY-4.0', language: 'fr' });
    expect(welcome && toMarkdown(welcome).trim()).toBe('Bienvenue à **toutes et tous**.');
    expect(await readNotice(owner)).toMatchObject({ publisher: identity.publisher });
    expect(await writingDefaults(owner)).toEqual({ language: 'fr', licence: 'CC-BY-4.0' });
    expect(await latest()).toMatchObject({
      action: 'territory.identity-changed',
      actorId: owner.actor.personId,
      fields: expect.arrayContaining(['name', 'welcome', 'publisher', 'licence']),
    });
  });

  it.each(roles.filter((role) => role !== 'owner'))('are left alone by a %s', async (role) => {
    const actor = await world.as(role);
    const before = await territory();
    const code = role === 'visitor' ? 'sign-in-first' : 'not-allowed';
    const refused = { ok: false, error: { code } };
    expect(await changeIdentity(actor, { ...identity, name: 'Autre' })).toEqual(refused);
    expect(await changeColours(actor, { colour: '#c0432c' })).toEqual(refused);
    expect(await changeSections(actor, { on: [] })).toEqual(refused);
    expect(await changeNotice(actor, notice)).toEqual(refused);
    expect(await addCommunes(actor, { kind: 'commune', code: '56001' })).toEqual(refused);
    expect(await removeCommunes(actor, ['35236'])).toEqual(refused);
    expect(await passSteps(actor)).toEqual(refused);
    expect(await undoSettingsChange(actor, (await latest()).id)).toEqual(refused);
    expect(await readSettingsHistory(actor)).toEqual(refused);
    expect(await territory()).toEqual(before);
  });

  it('of another territory are never touched, nor undone from here', async () => {
    const here = await territory();
    const notOurs = { ...(await world.elsewhere()), actor: (await world.as('owner')).actor };
    expect(await changeColours(notOurs, { colour: '#3d7338' })).toMatchObject({ ok: true });
    expect(await findTerritory(world.db, 'essai.test')).toEqual(here);
    expect(await undoSettingsChange(notOurs, (await latest()).id)).toEqual({
      ok: false,
      error: { code: 'not-found' },
    });
    expect(await readSettingsHistory(notOurs)).toMatchObject({
      value: [{ action: 'territory.colours-changed' }],
    });
  });

  it('that stay the same leave no entry', async () => {
    const before = await latest();
    expect(await changeIdentity(await world.as('owner'), identity)).toMatchObject({ ok: true });
    expect((await latest()).id).toBe(before.id);
  });
});

describe('bad input', () => {
  it.each([
    ['name', ''],
    ['name', ' \u0000\n '],
    ['name', 'a'.repeat(101)],
    ['welcome', 'a'.repeat(10_000)],
    ['publisher', 'a'.repeat(501)],
    ['timeZone', 'Europe/Atlantis'],
    ['language', 'xx'],
    ['licence', 'tous droits réservés'],
  ])('names the field: %s', async (field, value) => {
    const refused = await changeIdentity(await world.as('owner'), { ...identity, [field]: value });
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid', problems: [{ field }] } });
    expect(await territory()).toMatchObject({ name: 'Pays de Redon' });
  });

  it('that is HTML is kept as the letters it is made of', async () => {
    const name = '<script>alert(1)</script>';
    const changed = await changeIdentity(await world.as('owner'), { ...identity, name, welcome: name });
    expect(changed).toMatchObject({ ok: true, value: { name } });
    await undoSettingsChange(await world.as('owner'), (await latest()).id);
  });

  it.each([
    'red',
    '#fff',
    '#12345',
    '#123456;}body{display:none',
    'url(https://exemple.test)',
    '#12345g',
    '}',
  ])('that is no colour is refused: %s', async (colour) => {
    expect(await changeColours(await world.as('owner'), { colour })).toMatchObject({
      error: { code: 'invalid', problems: [{ field: 'colour' }] },
    });
    expect((await territory())?.colour).toBeNull();
  });

  it.each([undefined, null, [], 'on', { on: 'practices' }, { on: ['nothing'] }, { on: [1] }])(
    'that names no part of the site is refused: %j',
    async (typed) => {
      expect(await changeSections(await world.as('owner'), typed)).toMatchObject({
        error: { code: 'invalid' },
      });
    },
  );

  it.each([
    { kind: 'commune', code: '99999' },
    { kind: 'epci', code: '' },
    { kind: 'department', code: '999' },
    { kind: 'country', code: 'FR' },
    { kind: 'constructor', code: '35' },
  ])('that is no place is refused: %j', async (place) => {
    expect(await addCommunes(await world.as('owner'), place)).toMatchObject({
      error: { code: 'invalid', problems: [{ field: 'place' }] },
    });
  });
});

describe('colours', () => {
  it('come and go', async () => {
    const owner = await world.as('owner');
    await changeColours(owner, { colour: ' #C0432C ' });
    expect((await territory())?.colour).toBe('#c0432c');
    await changeColours(owner, { colour: '' });
    expect((await territory())?.colour).toBeNull();
  });
});

describe('parts of the site', () => {
  it('are switched off and on', async () => {
    const owner = await world.as('owner');
    await changeSections(owner, { on: ['practices', 'actions'] });
    expect((await territory())?.sectionsOff).toEqual([
      'evaluations',
      'deliberations',
      'cooperation',
      'levers',
      'pages',
    ]);
    await changeSections(owner, { on: [...sections] });
    expect((await territory())?.sectionsOff).toEqual([]);
  });

  it('stay when another leans on them', async () => {
    expect(await changeSections(await world.as('owner'), { on: ['evaluations'] })).toEqual({
      ok: false,
      error: { code: 'section-needs', kept: 'evaluations', needs: 'practices' },
    });
  });
});

describe('communes', () => {
  it('are added by EPCI, by department and one by one, and taken away', async () => {
    const owner = await world.as('owner');
    await addCommunes(owner, { kind: 'epci', code: '243500741' });
    const redon = (await territory())?.communes ?? [];
    expect(redon).toEqual(expect.arrayContaining(['35236', '44007', '56001']));
    expect(redon).toEqual([...new Set(redon)].toSorted());
    await addCommunes(owner, { kind: 'commune', code: '85113' });
    expect((await territory())?.communes).toContain('85113');
    await removeCommunes(owner, ['85113', '56001', '00000']);
    expect((await territory())?.communes).toEqual(redon.filter((code) => code !== '56001'));
  });

  it('are never more than a page can show', async () => {
    const owner = await world.as('owner');
    const departments = ['35', '56', '22', '29', '44', '53', '49'];
    let answer: unknown;
    for (const code of departments) answer = await addCommunes(owner, { kind: 'department', code });
    expect(answer).toMatchObject({ error: { code: 'invalid', problems: [{ field: 'communes' }] } });
    expect((await territory())?.communes.length).toBeLessThanOrEqual(1_500);
  });
});

describe('undoing', () => {
  it('gives back what was there, names of people included', async () => {
    const owner = await world.as('owner');
    const before = await readNotice(owner);
    await changeNotice(owner, notice);
    expect(await readNotice(owner)).toMatchObject({ director: 'Anaïs Le Goff' });
    expect(await undoSettingsChange(owner, (await latest()).id)).toMatchObject({ ok: true });
    expect(await readNotice(owner)).toEqual(before);
    expect(await undoSettingsChange(owner, (await latest()).id)).toMatchObject({ ok: true });
    expect(await readNotice(owner)).toMatchObject({ director: 'Anaïs Le Goff', hosting: notice.hosting });
  });

  it('is refused once the same thing changed again', async () => {
    const owner = await world.as('owner');
    await changeColours(owner, { colour: '#111111' });
    const first = await latest();
    await changeColours(owner, { colour: '#222222' });
    expect(await undoSettingsChange(owner, first.id)).toEqual({
      ok: false,
      error: { code: 'changed-since' },
    });
    expect((await territory())?.colour).toBe('#222222');
  });

  it('says so when what it would give back was erased', async () => {
    const owner = await world.as('owner');
    await changeNotice(owner, { ...notice, director: 'Quelqu’un d’autre' });
    const entry = await latest();
    await world.db.deleteFrom('personal_value').where('territory_id', '=', world.territoryId).execute();
    expect(await undoSettingsChange(owner, entry.id)).toEqual({ ok: false, error: { code: 'erased' } });
  });

  it.each(['', 'nothing', newId()])('is refused for an entry that is not there: %j', async (id) => {
    expect(await undoSettingsChange(await world.as('owner'), id)).toEqual({
      ok: false,
      error: { code: 'not-found' },
    });
  });
});

it('the journal never holds the texts that may name people', async () => {
  const { db, territoryId } = world;
  const rows = await db
    .selectFrom('journal_entry')
    .select('changes')
    .where('territory_id', '=', territoryId)
    .execute();
  const text = JSON.stringify(rows);
  expect(text).toContain('Pays de Redon');
  expect(text).toContain('director');
  for (const named of ['Le Goff', 'Trois Rivières', 'Hébergeur libre']) expect(text).not.toContain(named);
});

describe('what is left to prepare', () => {
  it('leaves the list once settled, or once an owner says so', async () => {
    const owner = await world.as('owner');
    const left = async () => (await territory())?.setupLeft;
    await world.db
      .updateTable('territory')
      .set({ setup_left: ['identity', 'communes', 'colours', 'sections', 'mail'] })
      .where('id', '=', world.territoryId)
      .execute();
    await changeColours(owner, { colour: '#222222' });
    expect(await left()).toEqual(['identity', 'communes', 'sections', 'mail']);
    expect(await passSteps(owner, 'mail')).toEqual({ ok: true, value: ['identity', 'communes', 'sections'] });
    expect(await passSteps(owner)).toEqual({ ok: true, value: [] });
    expect(await left()).toEqual([]);
  });
});

describe('two owners who save at once', () => {
  const markOf = async (form: SettingsForm) => {
    const read = await readSettings(await world.as('owner'));
    return read.ok ? settingsMark(read.value, form) : '';
  };
  const everyForm = {
    identity: [changeIdentity, identity, { ...identity, name: 'Le deuxième nom' }],
    colours: [changeColours, { colour: '#2f6b3a' }, { colour: '#7a3b6d' }],
    sections: [changeSections, { on: ['practices'] }, { on: [...sections] }],
    notice: [changeNotice, notice, { ...notice, director: 'Deuxième nom' }],
  } as const;

  it.each(Object.keys(everyForm) as SettingsForm[])(
    'of %s: the second is told what the first saved, and saves once they have seen it',
    async (form) => {
      const [save, first, second] = everyForm[form];
      const [one, other] = [await world.as('owner', 'Anne'), await world.as('owner', 'Brice')];
      await save(one, second);
      const seen = await markOf(form);
      expect(await save(one, first, seen)).toMatchObject({ ok: true });
      const before = await readSettings(one);
      const refused = await save(other, { ...second }, seen);
      // What the second typed is what stood before the first: it would still write over the first.
      expect(refused).toMatchObject({ ok: false, error: { code: 'changed-meanwhile' } });
      expect(refused).toMatchObject({ error: { current: before.ok && before.value } });
      expect(await readSettings(one), 'nothing was written').toEqual(before);
      expect(await save(other, second, await markOf(form))).toMatchObject({ ok: true });
    },
  );

  it('who type the same are not disturbed, nor by another form', async () => {
    const owner = await world.as('owner');
    await changeIdentity(owner, identity);
    const seen = await markOf('identity');
    const renamed = { ...identity, name: 'Un seul nom' };
    expect(await changeIdentity(owner, renamed, seen)).toMatchObject({ ok: true });
    expect(await changeIdentity(await world.as('owner'), renamed, seen)).toMatchObject({ ok: true });
    const coloursSeen = await markOf('colours');
    await changeIdentity(owner, identity);
    expect(await changeColours(owner, { colour: '#44546a' }, coloursSeen)).toMatchObject({ ok: true });
  });
});
