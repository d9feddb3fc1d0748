import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyOf } from '#kernel/journal.server.ts';
import { makeSignedLink } from '#kernel/signed-links.server.ts';
import { deleteRecord } from '#modules/records/index.server.ts';
import { closeEvaluation } from './advance-evaluation.server.ts';
import { type Answers, readSheetChange } from './answer-form.ts';
import { openSheet, saveAnswers, signSheet } from './answer-evaluation.server.ts';
import { inviteByMail } from './invite-people.server.ts';
import {
  type EvaluationScene,
  anonymous,
  named,
  openEvaluationScene,
  valueOf,
} from './testing/evaluation-scene.server.ts';

let scene: EvaluationScene;
beforeAll(async () => {
  scene = await openEvaluationScene();
});
afterAll(() => scene.world.close());

async function oneLink(colleges = [anonymous('residents'), anonymous('staff')]) {
  const id = await scene.opened(colleges);
  const [token = ''] = await scene.links(id, colleges[0]?.key ?? '', 1);
  return { id, token };
}

const step = { answers: { meeting: 4 }, remarks: {} } as const;

describe('an answer link', () => {
  test('shows the session, the college and an empty sheet at first', async () => {
    const { token } = await oneLink();
    expect(valueOf(await openSheet(scene.visitor, token))).toMatchObject({
      college: { key: 'residents' },
      sheets: [{ answers: {}, remarks: {} }],
      result: null,
    });
  });

  test('opens nothing when it is wrong, cut short, or made for something else', async () => {
    const { token } = await oneLink();
    const { db, clock, territoryId } = scene.visitor;
    const link = { purpose: 'sign-in', territoryId, subject: 'x', personId: null, minutes: 30 };
    const forSignIn = await makeSignedLink({ db, clock }, link);
    const [payload = '', signature = ''] = token.split('.');
    for (const wrong of ['', 'abc', payload, `${payload}x.${signature}`, token.slice(0, -1), forSignIn]) {
      expect(await openSheet(scene.visitor, wrong)).toEqual({ ok: false, error: { code: 'link-invalid' } });
      expect(await saveAnswers(scene.visitor, wrong, step)).toEqual({
        ok: false,
        error: { code: 'link-invalid' },
      });
    }
  });

  test('opens nothing on another territory', async () => {
    const { token } = await oneLink();
    const elsewhere = await scene.world.elsewhere();
    expect(await openSheet(elsewhere, token)).toEqual({ ok: false, error: { code: 'link-invalid' } });
    expect(await saveAnswers(elsewhere, token, step)).toEqual({ ok: false, error: { code: 'link-invalid' } });
  });

  test('is as good as ever while the session is open, and expires ninety days after its end', async () => {
    const { id, token } = await oneLink();
    const later = (days: number) => {
      const moment = new Date(scene.world.clock.now().getTime() + days * 86_400_000);
      return { ...scene.visitor, clock: { now: () => moment } };
    };
    expect(await openSheet(later(800), token)).toMatchObject({ ok: true });
    valueOf(await closeEvaluation(scene.facilitator, id));
    expect(await openSheet(later(90), token)).toMatchObject({ ok: true });
    expect(await openSheet(later(91), token)).toEqual({ ok: false, error: { code: 'link-expired' } });
  });

  test('leads nowhere when the session was taken away', async () => {
    const { id, token } = await oneLink();
    valueOf(await deleteRecord(scene.facilitator, id));
    expect(await openSheet(scene.visitor, token)).toEqual({ ok: false, error: { code: 'not-found' } });
  });

  test('shows the result once the session is closed, before everyone sees it', async () => {
    const { id, token } = await oneLink();
    valueOf(await closeEvaluation(scene.facilitator, id));
    expect(valueOf(await openSheet(scene.visitor, token)).result).toMatchObject({
      subjects: [{ result: { respondents: 0 } }],
    });
  });
});

describe('saving answers', () => {
  test('keeps what was answered before, and lets it be changed', async () => {
    const { token } = await oneLink();
    const reason = { kind: 'reason' as const, text: 'On s’y parle.' };
    valueOf(
      await saveAnswers(scene.visitor, token, {
        answers: { meeting: 4, help: 'dk' },
        remarks: { meeting: [reason] },
      }),
    );
    valueOf(await saveAnswers(scene.visitor, token, { answers: { help: 2, price: 'na' }, remarks: {} }));
    expect(valueOf(await openSheet(scene.visitor, token)).sheets[0]).toMatchObject({
      answers: { meeting: 4, help: 2, price: 'na' },
      remarks: { meeting: [reason] },
    });
  });

  test('loses nothing when two steps are saved at the same moment', async () => {
    const { token } = await oneLink();
    const parts: Answers[] = [{ meeting: 1 }, { help: 2 }, { price: 3 }];
    const steps = parts.map((answers) => saveAnswers(scene.visitor, token, { answers, remarks: {} }));
    expect((await Promise.all(steps)).every(({ ok }) => ok)).toBe(true);
    expect(valueOf(await openSheet(scene.visitor, token)).sheets[0]?.answers).toEqual({
      meeting: 1,
      help: 2,
      price: 3,
    });
  });

  test('keeps any text people send, script included, but for what no database can hold', async () => {
    const { token } = await oneLink([named('elected'), anonymous('residents')]);
    const form = new FormData();
    form.set('reason-meeting', '<script>alert(1)</script>\0 ’ \ud800');
    const criteria = valueOf(await openSheet(scene.visitor, token)).framework.version.content.dimensions[0]
      ?.criteria;
    valueOf(await saveAnswers(scene.visitor, token, valueOf(readSheetChange(form, criteria ?? []))));
    valueOf(await signSheet(scene.visitor, token, { signature: 'La\0 mairie\n<b>', consented: true }));
    const {
      sheets: [sheet],
    } = valueOf(await openSheet(scene.visitor, token));
    expect(sheet?.remarks['meeting']?.[0]?.text).toBe('<script>alert(1)</script> ’ \ufffd');
    expect(sheet?.signature).toBe('La mairie <b>');
  });

  test('ignores a criterion that the framework does not have', async () => {
    const { token } = await oneLink();
    valueOf(
      await saveAnswers(scene.visitor, token, {
        answers: { price: 1, invented: 5 },
        remarks: { invented: [] },
      }),
    );
    expect(valueOf(await openSheet(scene.visitor, token)).sheets[0]).toMatchObject({
      answers: { price: 1 },
      remarks: {},
    });
  });

  test('stops when the session closes, and says so', async () => {
    const { id, token } = await oneLink();
    valueOf(await saveAnswers(scene.visitor, token, step));
    valueOf(await closeEvaluation(scene.facilitator, id));
    const late = await saveAnswers(scene.visitor, token, { answers: { meeting: 1 }, remarks: {} });
    expect(late).toEqual({ ok: false, error: { code: 'evaluation-closed' } });
    expect(valueOf(await openSheet(scene.visitor, token)).sheets[0]?.answers).toEqual({ meeting: 4 });
  });
});

describe('signing', () => {
  const colleges = [named('elected'), anonymous('residents')];

  test('needs a name and a consent; without consent the name is kept and does not count yet', async () => {
    const { token } = await oneLink(colleges);
    const sign = (signature: string, consented: boolean) =>
      signSheet(scene.visitor, token, { signature, consented });
    expect(await sign(' ', true)).toMatchObject({ error: { code: 'signature-missing' } });
    expect(await sign('a'.repeat(201), true)).toEqual({
      ok: false,
      error: { code: 'signature-too-long', tooLong: { excess: 1, max: 200 } },
    });
    expect(await sign('La mairie', false)).toMatchObject({ error: { code: 'consent-missing' } });
    expect(valueOf(await openSheet(scene.visitor, token)).sheets[0]).toMatchObject({
      signature: 'La mairie',
      consented: false,
    });
    expect(await sign('La mairie', true)).toEqual({ ok: true, value: undefined });
    expect(valueOf(await openSheet(scene.visitor, token)).sheets[0]).toMatchObject({ consented: true });
  });

  test('is impossible in an anonymous college', async () => {
    const { token } = await oneLink();
    expect(await signSheet(scene.visitor, token, { signature: 'Camille', consented: true })).toMatchObject({
      error: { code: 'not-named' },
    });
    expect(valueOf(await openSheet(scene.visitor, token)).sheets[0]?.signature).toBe('');
  });

  test('the history says that an institution answered, without saying which nor what', async () => {
    const { id, token } = await oneLink(colleges);
    const contributor = await scene.as('contributor');
    await signSheet(contributor, token, { signature: 'La mairie', consented: true });
    await saveAnswers(contributor, token, step);
    await saveAnswers(contributor, token, { answers: { price: 1 }, remarks: {} });
    const entries = await historyOf(scene.world.db, {
      territoryId: scene.world.territoryId,
      recordId: id,
      limit: 20,
    });
    const answered = entries.filter(({ action }) => action === 'evaluation.answered');
    expect(answered).toMatchObject([
      { actorId: null, changes: { 'answered.elected': { before: 0, after: 1 } } },
    ]);
  });
});

describe('an anonymous sheet', () => {
  test('leaves no trace in the history, even when its author is signed in', async () => {
    const { id, token } = await oneLink();
    await saveAnswers(await scene.as('contributor'), token, step);
    const entries = await historyOf(scene.world.db, {
      territoryId: scene.world.territoryId,
      recordId: id,
      limit: 20,
    });
    expect(entries.map(({ action }) => action)).not.toContain('evaluation.answered');
  });

  test('is dated with the day only', async () => {
    const { id, token } = await oneLink();
    await saveAnswers(scene.visitor, token, step);
    const [sheet] = await sheetsOf(id);
    expect(sheet?.['updated_at']).toEqual(new Date('2026-11-23T00:00:00Z'));
  });

  test('shares no value with its invitation, its mail or a person: nothing in the tables joins them', async () => {
    const id = await scene.opened();
    let link = '';
    const mail = () => ({ subject: 'Votre avis', body: (address: string) => (link = address) });
    const sent = {
      evaluationId: id,
      collegeKey: 'residents',
      pasted: 'camille@exemple.org',
      mail,
      path: '/r',
    };
    valueOf(await inviteByMail(scene.facilitator, sent));
    const contributor = await scene.as('contributor');
    valueOf(await saveAnswers(contributor, link.split('/').at(-1) ?? '', step));

    const [sheet = {}] = await sheetsOf(id);
    const own = ['territory_id', 'evaluation_id', 'college_key'];
    const values = Object.entries(sheet).flatMap(([column, value]) =>
      own.includes(column) || typeof value !== 'string' || value === '' ? [] : [value],
    );
    expect(values).toHaveLength(1);
    const others = JSON.stringify(await everythingBut('evaluation_sheet'));
    expect(others).toContain('camille@exemple.org');
    for (const value of values) expect(others).not.toContain(value);
    expect(JSON.stringify(sheet)).not.toMatch(/exemple\.org|camille/i);
    expect(Object.values(sheet)).not.toContain(contributor.actor.personId);
  });
});

/** Rows as somebody with the whole database reads them, beside the product. */
async function readRaw<Row>(read: (client: pg.Client) => Promise<Row>): Promise<Row> {
  const client = new pg.Client({ connectionString: scene.world.url });
  await client.connect();
  try {
    return await read(client);
  } finally {
    await client.end();
  }
}

function sheetsOf(evaluationId: string): Promise<Record<string, unknown>[]> {
  return readRaw(async (client) => {
    const { rows } = await client.query('select * from evaluation_sheet where evaluation_id = $1', [
      evaluationId,
    ]);
    return rows;
  });
}

function everythingBut(table: string): Promise<unknown[]> {
  return readRaw(async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables
       where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> $1`,
      [table],
    );
    const all: unknown[] = [];
    for (const { name } of tables) all.push((await client.query(`select * from "${name}"`)).rows);
    return all;
  });
}
