import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Role } from '#kernel/context.ts';
import { fixedClock } from '#kernel/clock.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { hasOwner } from '#modules/accounts/index.server.ts';
import { isLate } from '#modules/action-plans/index.ts';
import { listActions } from '#modules/action-plans/index.server.ts';
import { ok } from '#kernel/result.ts';
import {
  listConsultations,
  listDecisions,
  readStatedWeights,
  showOpinions,
  stateNow,
} from '#modules/deliberation/index.server.ts';
import { readChoiceSettings } from '#modules/evaluation/index.ts';
import {
  findEvaluation,
  listEvaluations,
  readChoice,
  readResult,
  readWorkshop,
} from '#modules/evaluation/index.server.ts';
import { findFrameworkVersion, listFrameworks } from '#modules/framework/index.server.ts';
import { readPracticeQuery } from '#modules/practices/index.ts';
import { findPractice, listDuplicates, listImports, listPractices } from '#modules/practices/index.server.ts';
import { listPages, readComments, relatedRecords } from '#modules/records/index.server.ts';
import { countTerritories, findTerritory } from '#modules/territories/index.server.ts';
import { type App, contextFor, createApp } from '../composition.server.ts';
import { createTerritory, plainSettings } from './create-territory.server.ts';
import { readDemo } from './read-demo.server.ts';
import { seedDemo } from './seed-demo.server.ts';

/** Long after the demonstration was written. */
const now = new Date('2031-05-14T20:00:00Z');
const host = 'demonstration.test';

let world: TestWorld;
let app: App;
let as: (role: Role) => Context;

beforeAll(async () => {
  world = await openTestWorld();
  app = await createApp({
    databaseUrl: world.url,
    configuration: { origin: `http://${host}`, smtpUrl: undefined },
    runJobs: false,
    clock: fixedClock(now),
    onError: (error) => expect.unreachable(error.message),
  });
  await seedDemo(app, host);
  const territory = await findTerritory(app.db, host);
  as = (role) => contextFor(app, territory?.id ?? '', { personId: null, role });
});
afterAll(async () => {
  await app.close();
  await world.close();
});

function practicesAs(role: Role, filters: string) {
  const query = readPracticeQuery(new URLSearchParams(`per_page=100&${filters}`));
  if (!query.ok) throw new Error('the test asks for what can be asked for');
  return listPractices(as(role), query.value);
}

async function resultOf(practiceTitle: string, role: Role = 'visitor') {
  const summaries = await listEvaluations(as(role));
  const summary = summaries.find((one) => one.practices[0]?.title === practiceTitle);
  const session = await findEvaluation(as(role), { id: summary?.record.id ?? '' });
  if (!session) throw new Error(`nobody sees the evaluation of ${practiceTitle}`);
  const read = await readResult(as(role), session);
  if (!read.ok) return read;
  const [subject] = read.value.subjects;
  if (!subject) throw new Error('a result is about something');
  return ok(subject.result);
}

describe('the territory of the demonstration', () => {
  test('waits for its owner: nobody in it can be one', async () => {
    expect(await hasOwner(app.db, as('visitor').territoryId)).toBe(false);
  });

  test('is absent as a whole when something in it fails', async () => {
    const before = await countTerritories(app.db);
    const described = {
      host: 'rate.test',
      name: 'Raté',
      communes: [],
      ...plainSettings,
      isDemo: true,
    };
    const territory = await findTerritory(app.db, host);
    if (!territory) throw new Error('the demonstration is there');
    const failing = createTerritory(app, { ...described, welcome: territory.welcome }, async () => {
      throw new Error('a step was refused');
    });
    await expect(failing).rejects.toThrow('a step was refused');
    expect(await countTerritories(app.db)).toBe(before);
  });

  test('tells its life in order, up to these last days', async () => {
    const entries = await app.db
      .selectFrom('journal_entry')
      .select('happened_at')
      .where('territory_id', '=', as('visitor').territoryId)
      .orderBy('sequence')
      .execute();
    const moments = entries.map((entry) => entry.happened_at.getTime());
    expect(moments).toEqual(moments.toSorted((one, other) => one - other));
    const daysAgo = (now.getTime() - (moments.at(-1) ?? 0)) / 86_400_000;
    expect(daysAgo).toBeGreaterThan(0);
    expect(daysAgo).toBeLessThan(10);
  });
});

describe('its practices', () => {
  test('are all there, those of other inventories with their own licence', async () => {
    const { practices, territory } = readDemo(now);
    expect((await practicesAs('visitor', '')).total).toBe(practices.length);
    for (const { id, name } of territory.sources) {
      const { total } = await practicesAs('visitor', `source=${encodeURIComponent(name)}`);
      expect(total).toBe(practices.filter(({ source }) => source === id).length);
    }
    const imports = await listImports(as('facilitator'));
    expect(imports.ok && imports.value.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });

  test('are twice told by two sources, and twice at a point that nobody has checked', async () => {
    const pairs = await listDuplicates(as('facilitator'), { state: 'open', page: 1 });
    if (!pairs.ok) throw new Error('facilitators see them');
    const titles = pairs.value.items.map(({ practices }) =>
      practices.map(({ record }) => record.title).join(' / '),
    );
    expect(titles.toSorted()).toEqual([
      expect.stringMatching(/Café réparation du samedi/),
      expect.stringMatching(/Ressourcerie du bord de canal/),
    ]);
    for (const q of ['boîte à dons', 'remorque']) {
      const { items } = await practicesAs('visitor', `q=${q}`);
      const doubtful = await findPractice(as('visitor'), { id: items[0]?.id ?? '' });
      expect(doubtful?.details).toMatchObject({ pointIsDoubtful: true, lat: expect.any(Number) });
    }
  });

  test('were changed by several people, and what was changed by mistake was put back', async () => {
    const { items } = await practicesAs('visitor', 'q=parcelles serre');
    const garden = items.find(({ title }) => title === 'Jardin partagé près du canal');
    expect(garden).toMatchObject({ status: 'active', pitch: expect.stringMatching(/^Dix-huit/) });
    const { territoryId } = as('visitor');
    const entries = await historyOf(app.db, { territoryId, recordId: garden?.id ?? '', limit: 20 });
    const changes = entries.filter(({ action }) => action.startsWith('practice.'));
    expect(changes.map(({ action }) => action)).toEqual([
      'practice.change-undone',
      'practice.changed',
      'practice.changed',
      'practice.created',
    ]);
    expect(new Set(changes.map(({ actorId }) => actorId)).size).toBe(2);
  });

  test('lead to those they come from', async () => {
    const { items } = await practicesAs('visitor', 'q=fanfare');
    const related = await relatedRecords(as('visitor'), items[0]?.id ?? '');
    expect(related).toMatchObject([{ type: 'follows-from', title: 'Réseau d’échange de savoirs' }]);
  });
});

describe('its evaluations', () => {
  test('stand at every stage', async () => {
    const states = (await listEvaluations(as('facilitator'))).map(({ state }) => state).toSorted();
    expect(states).toEqual(['closed', 'draft', 'open', 'open', ...Array<string>(6).fill('published')]);
  });

  test('show one on which colleges differ, the small ones together', async () => {
    const result = await resultOf('Ressourcerie du bord de canal');
    if (!result.ok) throw new Error(result.error.code);
    expect(result.value.groups.map(({ id, respondents }) => [id, respondents])).toEqual([
      ['elected', 3],
      ['associations', 6],
      ['residents', 9],
      ['others', 6],
    ]);
    expect(result.value.groups.at(-1)?.colleges).toEqual(['team', 'staff']);
    const verdicts = result.value.criteria.map(({ verdict }) => verdict);
    expect(verdicts.filter((verdict) => verdict === 'differ').length).toBeGreaterThan(5);
    expect(verdicts).toContain('agree');
  });

  test('show one on which everyone agrees', async () => {
    const result = await resultOf('Groupement d’achat du bourg');
    expect(result.ok && new Set(result.value.criteria.map(({ verdict }) => verdict))).toEqual(
      new Set(['agree']),
    );
  });

  test('show one with so few people that some answers are not shown', async () => {
    const result = await resultOf('Colocation entre générations');
    if (!result.ok) throw new Error(result.error.code);
    const others = result.value.groups.find(({ id }) => id === 'others');
    expect(others?.colleges).toEqual(['hosts', 'tenants', 'families']);
    expect(Object.values(others?.cells ?? {}).map(({ shown }) => shown)).toContain(false);
    expect(result.value.withheld).toEqual([{ college: 'neighbours', reason: 'nobody-answered' }]);
  });

  test('are about what their practice is about', async () => {
    const sessions = await listEvaluations(as('facilitator'));
    expect(sessions.filter(({ record }) => record.topicIds.length === 0)).toEqual([]);
  });

  test('hide what was answered in those that are not finished', async () => {
    const running = await resultOf('Transport solidaire entre voisins', 'facilitator');
    expect(running).toEqual({ ok: false, error: { code: 'no-result-yet' } });
    expect(await resultOf('Café réparation du samedi')).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await resultOf('Café réparation du samedi', 'facilitator')).toMatchObject({ ok: true });
  });
});

describe('its workshop and its choice', () => {
  async function sessionOn(practice: string, title = '') {
    const all = await listEvaluations(as('visitor'));
    const found = all.find(
      ({ record, practices }) => practices[0]?.title.startsWith(practice) && record.title.includes(title),
    );
    const session = await findEvaluation(as('visitor'), { id: found?.record.id ?? '' });
    const framework = session && (await findFrameworkVersion(as('visitor'), session.frameworkVersionId));
    if (!session || !framework) throw new Error(`no session on ${practice}`);
    return { session, framework };
  }

  test('show priorities, most of which became actions', async () => {
    const { session } = await sessionOn('Ressourcerie du bord de canal');
    const kept = await readWorkshop(as('visitor'), session);
    expect(kept.ok && kept.value.priorities.map(({ dots, outcomeId }) => [dots, outcomeId !== null])).toEqual(
      [
        [14, true],
        [12, false],
        [9, true],
      ],
    );
    expect(kept.ok && kept.value.collective).toHaveLength(3);
  });

  test('compare two ideas, with the weights that people gave', async () => {
    const { session, framework } = await sessionOn('Une épicerie participative');
    const { content } = framework.version;
    const said = await readStatedWeights(as('visitor'), framework.record.id);
    const stated = said?.people.map(({ weights }) => weights) ?? [];
    const settings = readChoiceSettings(new URLSearchParams());
    const choice = await readChoice(as('visitor'), session, { content, settings, stated });
    if (!choice.ok) throw new Error(choice.error.code);
    expect(choice.value.people).toBeGreaterThanOrEqual(40);
    expect(choice.value.groups.length).toBeGreaterThan(1);
    expect(choice.value.differing.first).toBe(true);
  });

  test('ask the same questions again a year later', async () => {
    const then = await sessionOn('Jardin partagé près du canal', 'où en sommes-nous');
    const now = await sessionOn('Jardin partagé près du canal', 'un an après');
    expect(now.session.repeatsId).toBe(then.session.record.id);
  });
});

describe('its consultations', () => {
  const consultationNamed = async (title: string) => {
    const found = (await listConsultations(as('visitor'))).find(({ record }) => record.title.includes(title));
    if (!found) throw new Error(`no consultation ${title}`);
    return found;
  };

  test('show what unites and what divides two opinions, to everyone once closed', async () => {
    const { picture } = await showOpinions(
      as('visitor'),
      await consultationNamed('notre référentiel'),
      undefined,
    );
    expect(picture).toMatchObject({ state: 'clear', enough: 66 });
    expect(picture?.groups.map(({ people }) => people).toSorted()).toEqual([27, 39]);
    expect(picture?.unites.length).toBeGreaterThanOrEqual(3);
    expect(picture?.divides.length).toBeGreaterThanOrEqual(3);
  });

  test('led to decisions, each with a reason and who took part', async () => {
    const decisions = await listDecisions(as('visitor'));
    expect(decisions.map(({ details }) => details.outcome).toSorted()).toEqual([
      'adopted',
      'adopted',
      'declined',
    ]);
    expect(decisions.filter(({ details }) => details.tookPart.people !== 66)).toEqual([]);
  });

  test('hold one that is still open to try', async () => {
    const open = await consultationNamed('second samedi');
    expect(await stateNow(as('visitor'), open)).toBe('open');
  });
});

describe('its plan', () => {
  test('says what each action comes from, and what people think of it', async () => {
    const { groups } = await listActions(as('visitor'), { filters: {}, page: 1 });
    const actions = groups.flatMap((group) => group.actions);
    expect(actions.filter(({ origins }) => origins.length === 0)).toEqual([]);
    const choice = actions.find(({ record }) => record.title.startsWith('Essayer le prix choisi'));
    expect(choice?.origins.map(({ type, kind }) => [type, kind])).toEqual([
      ['carries-out', 'lever'],
      ['follows-from', 'evaluation'],
    ]);
    const comments = await readComments(as('visitor'), choice?.record.id ?? '');
    expect(comments.map(({ author }) => author)).toEqual(['Nadia (exemple)', 'Karim (exemple)']);
  });

  test('holds actions at every stage, some of them late', async () => {
    const plan = await listActions(as('visitor'), { filters: {}, page: 1 });
    expect(plan.groups.map(({ status }) => status)).toEqual(['under-way', 'planned', 'done', 'dropped']);
    const today = now.toISOString().slice(0, 10);
    const late = plan.groups
      .flatMap(({ actions }) => actions)
      .filter(({ details }) => isLate(details, today));
    expect(late).toHaveLength(2);
  });
});

describe('its knowledge pages', () => {
  const all = { text: '', tag: '', asked: {}, page: 1 };

  test('are there for everyone, but one for whoever signed in', async () => {
    const { pages } = readDemo(now);
    expect((await listPages(as('contributor'), all)).total).toBe(pages.length);
    expect((await listPages(as('visitor'), all)).total).toBe(pages.length - 1);
  });

  test('lead to what they speak of, and are led to from there', async () => {
    const { items } = await listPages(as('visitor'), { ...all, text: 'lancer un café réparation' });
    const related = await relatedRecords(as('visitor'), items[0]?.id ?? '');
    expect(related.map(({ kind, type }) => [kind, type])).toEqual([
      ['practice', 'related-to'],
      ['practice', 'related-to'],
      ['practice', 'related-to'],
      ['lever', 'related-to'],
    ]);
    const back = await relatedRecords(as('visitor'), related[0]?.id ?? '');
    expect(back.map(({ id }) => id)).toContain(items[0]?.id);
  });
});

test('both starting points are there to be amended, the long one first, and what the territory made of one', async () => {
  const frameworks = await listFrameworks(as('visitor'));
  expect(frameworks.map(({ version }) => [version.content.id, version.content.startingPoint])).toEqual([
    ['general', true],
    ['one-hour', true],
    [expect.any(String), false],
  ]);
  const [, , own] = frameworks;
  expect(own?.version).toMatchObject({
    number: 2,
    content: { adopted: [{ kind: 'change' }, { kind: 'change' }] },
  });
});
