import { fixedClock } from '#kernel/clock.ts';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import {
  closeEvaluation,
  createEvaluation,
  describeEvaluation,
  findEvaluation,
  inviteByMail,
  makeAnswerCards,
  openEvaluation,
  readInvitations,
  withdrawCards,
} from '#modules/evaluation/index.server.ts';
import {
  listFrameworks,
  publishShippedFramework,
  readShippedFramework,
} from '#modules/framework/index.server.ts';
import { chooseLever } from '#modules/knowledge/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { findRecord } from '#modules/records/index.server.ts';
import { type RecordMaker, type Subject, type Wanted, makers, recordIn } from './record-subjects.ts';
import { done } from './scene.ts';

const colleges = [
  { key: 'habitantes', name: 'Habitantes', kind: 'anonymous' as const, threshold: 5 },
  { key: 'elus', name: 'Élus', kind: 'named' as const, threshold: null },
];
const day = 86_400_000;

/** A session on a practice of its own, still a draft. */
const prepare: RecordMaker = async (context, title) => {
  const practice = await makers.practice(context, 'Une pratique');
  const [framework] = await listFrameworks(context);
  const input = {
    title,
    purpose: 'Pour voir.',
    frameworkVersionId: framework?.version.id ?? '',
    closesOn: null,
    colleges,
  };
  return done(await createEvaluation(context, { practiceId: practice.id, input }));
};

const open: RecordMaker = async (context, title) => {
  const { id } = await prepare(context, title);
  return done(await openEvaluation(context, id));
};

const close: RecordMaker = async (context, title) => {
  const { id } = await open(context, title);
  return done(await closeEvaluation(context, id));
};

const stages = { prepare, open, close };

export async function evaluation(wanted: Wanted, stage: keyof typeof stages): Promise<Subject> {
  const { subject } = await recordIn(wanted, stages[stage]);
  const lever = await makers.lever(wanted.scene.author, 'Un levier');
  return { ...subject, params: { ...subject.params, lever: lever.shortId } };
}

/** An open session of which it was said where people talk about it, and the journal's entry of that. */
export async function described(wanted: Wanted): Promise<Subject> {
  let entry = '';
  const { subject } = await recordIn(wanted, async (context, title) => {
    const { id, version } = await open(context, title);
    const core = { topics: [], chat: 'https://exemple.test/ici', coAuthors: '', licence: 'CC-BY-SA-4.0' };
    const record = done(await describeEvaluation(context, { evaluationId: id, version, core }));
    const { db, territoryId } = context;
    const [latest] = await historyOf(db, { territoryId, recordId: id, limit: 1 });
    entry = latest?.id ?? '';
    return record;
  });
  return { ...subject, fields: { ...subject.fields, entry } };
}

/** An open session with someone invited the day before yesterday. */
export async function invited(wanted: Wanted): Promise<Subject> {
  let invitation = '';
  const { subject } = await recordIn(wanted, async (context, title) => {
    const record = await open(context, title);
    invitation = (await inviteSomeone(context, record)).id;
    return record;
  });
  return { ...subject, params: { ...subject.params, invitation } };
}

async function inviteSomeone(context: Context, record: RecordCore): Promise<{ id: string; token: string }> {
  let link = '';
  const before = new Date(context.clock.now().getTime() - 2 * day);
  const letter = (address: string) => {
    link = address;
    return address;
  };
  done(
    await inviteByMail(
      { ...context, clock: fixedClock(before) },
      {
        evaluationId: record.id,
        collegeKey: 'elus',
        pasted: `${newId()}@exemple.test`,
        path: '/evaluations/repondre',
        mail: () => ({ subject: 'Votre avis', body: letter }),
      },
    ),
  );
  const session = await findEvaluation(context, { id: record.id });
  if (!session) throw new Error('The session was just opened');
  const invitations = done(await readInvitations(context, session));
  const id = invitations.flatMap(({ mailed }) => mailed)[0]?.id ?? '';
  return { id, token: tokenIn(link) };
}

/** The token at the end of a link, whose other parts are the site's. */
export function tokenIn(link: string): string {
  return new URL(link).pathname.split('/').at(-1) ?? '';
}

/** An open session with a pile of cards. */
export async function carded(wanted: Wanted): Promise<Subject> {
  let madeAt = '';
  const { subject } = await recordIn(wanted, async (context, title) => {
    const record = await open(context, title);
    madeAt = (await makeCard(context, record)).madeAt.toISOString();
    return record;
  });
  return { ...subject, fields: { ...subject.fields, madeAt } };
}

async function makeCard(context: Context, record: RecordCore) {
  const cards = { evaluationId: record.id, collegeKey: 'elus', count: 1 };
  const [card] = done(await makeAnswerCards(context, cards));
  const session = await findEvaluation(context, { id: record.id });
  if (!session || !card) throw new Error('The session was just opened');
  const invitations = done(await readInvitations(context, session));
  const [batch] = invitations.flatMap((college) => college.cards);
  return { ...card, madeAt: batch?.madeAt ?? new Date() };
}

/** A card whose link and code open the sheet of an open session, or no longer. */
export async function answerCard({ scene, state }: Wanted): Promise<Subject> {
  if (state === 'made up')
    return { params: { token: 'invente', code: 'BBBBB-BBBBB' }, fields: { code: 'BBBBB-BBBBB' } };
  const context = state === 'elsewhere' ? scene.authorThere : scene.author;
  const record = await open(context, 'Une session');
  const { token, code, madeAt } = await makeCard(context, record);
  if (state === 'withdrawn') {
    done(await withdrawCards(context, { evaluationId: record.id, collegeKey: 'elus', madeAt }));
  }
  return { params: { token, code }, fields: { code } };
}

/** A lever that was chosen for a session. */
export async function chosen(wanted: Wanted): Promise<Subject> {
  let evaluationId = '';
  const { subject } = await recordIn(wanted, async (context, title) => {
    const lever = await makers.lever(context, title);
    evaluationId = (await open(context, 'Une session')).id;
    done(await chooseLever(context, { evaluationId, leverId: lever.id, reason: 'Il convient.' }));
    return lever;
  });
  return { ...subject, fields: { ...subject.fields, evaluation: evaluationId } };
}

/** A framework of its own, published. */
export async function framework(wanted: Wanted): Promise<Subject> {
  const content = readShippedFramework();
  const { subject } = await recordIn(wanted, async (context, title) => {
    const published = { ...content, id: newId(), title: { fr: title, en: title } };
    const { recordId } = done(await publishShippedFramework(context, published));
    const found = await findRecord(context, { id: recordId });
    if (!found) throw new Error('The framework was just published');
    return found;
  });
  const criterion = content.dimensions[0]?.criteria[0]?.id ?? '';
  return { ...subject, params: { ...subject.params, criterion } };
}
