import { fixedClock } from '#kernel/clock.ts';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import {
  closeEvaluation,
  closeDoor,
  createEvaluation,
  describeEvaluation,
  findEvaluation,
  inviteByMail,
  makeAnswerCards,
  openDoor,
  openEvaluation,
  openSheet,
  readDoor,
  newBallotKey,
  openDots,
  readDots,
  publishEvaluation,
  readInvitations,
  repeatEvaluation,
  saveAnswers,
  signSheet,
  withdrawCards,
} from '#modules/evaluation/index.server.ts';
import { listFrameworks } from '#modules/framework/index.server.ts';
import { chooseLever } from '#modules/knowledge/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { type RecordMaker, type Subject, type Wanted, makers, recordIn } from './record-subjects.ts';
import { done } from './scene.ts';

const colleges = [
  { key: 'habitantes', name: 'Habitantes', kind: 'anonymous' as const, threshold: 5 },
  { key: 'elus', name: 'Élus', kind: 'named' as const, threshold: null },
];
const day = 86_400_000;

/** A session on practices of its own, still a draft. */
const prepareOn =
  (practices: readonly string[]): RecordMaker =>
  async (context, title) => {
    const subjectIds: string[] = [];
    for (const practice of practices) subjectIds.push((await makers.practice(context, practice)).id);
    const [framework] = await listFrameworks(context);
    const input = {
      title,
      purpose: 'Pour voir.',
      frameworkVersionId: framework?.version.id ?? '',
      closesOn: null,
      colleges,
    };
    return done(await createEvaluation(context, { subjectIds, input }));
  };

const prepare = prepareOn(['Une pratique']);

const open: RecordMaker = async (context, title) => {
  const { id } = await prepare(context, title);
  return done(await openEvaluation(context, id));
};

const close: RecordMaker = async (context, title) => {
  const { id } = await open(context, title);
  return done(await closeEvaluation(context, id));
};

const publish: RecordMaker = async (context, title) => {
  const { id } = await close(context, title);
  return done(await publishEvaluation(context, id));
};

/** A session that does again a published one, closed. */
const repeat: RecordMaker = async (context, title) => {
  const evaluationId = (await publish(context, 'La première fois')).id;
  const { id } = done(await repeatEvaluation(context, { evaluationId, title }));
  done(await openEvaluation(context, id));
  return done(await closeEvaluation(context, id));
};

/** A closed session on two practices. */
const compare: RecordMaker = async (context, title) => {
  const { id } = await prepareOn(['Une pratique', 'Une autre pratique'])(context, title);
  done(await openEvaluation(context, id));
  return done(await closeEvaluation(context, id));
};

const stages = { compare, prepare, open, close, publish, repeat };

export async function evaluation(wanted: Wanted, stage: keyof typeof stages): Promise<Subject> {
  const { subject } = await recordIn(wanted, stages[stage]);
  const lever = await makers.lever(wanted.scene.author, 'Un levier');
  const criterion = await someCriterion(wanted.scene.author);
  return { ...subject, params: { ...subject.params, lever: lever.shortId, criterion } };
}

async function someCriterion(context: Context): Promise<string> {
  const [framework] = await listFrameworks(context);
  return framework?.version.content.dimensions[0]?.criteria[0]?.id ?? '';
}

/** A closed session whose room gives dots by telephone, and a ballot of it. */
export async function dotted(wanted: Wanted): Promise<Subject> {
  let code = '';
  const { subject } = await recordIn(wanted, async (context, title) => {
    const record = await close(context, title);
    done(await openDots(context, record.id));
    const session = await findEvaluation(context, { id: record.id });
    code = (session && done(await readDots(context, session)).code) ?? '';
    return record;
  });
  const dot = await someCriterion(wanted.scene.author);
  const params = { ...subject.params, code, ballot: newBallotKey() };
  return { ...subject, params, fields: { ...subject.fields, dot } };
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

/** Sends a document beside the first answer of a sheet; its name. */
async function sendFile(context: Context, token: string): Promise<string> {
  const criterion = await someCriterion(context);
  const file = {
    mediaType: 'text/plain',
    ending: 'txt',
    width: 0,
    height: 0,
    bytes: Buffer.from('Un texte.'),
  };
  const files = { [criterion]: { words: 'Un texte', drop: false, file } };
  done(await saveAnswers(context, token, { answers: { [criterion]: 2 }, remarks: {}, files }));
  return done(await openSheet(context, token)).sheets[0]?.details[criterion]?.file?.name ?? '';
}

/** The same link, whose sheet has a file. */
export async function answerCardWithFile({ scene, state }: Wanted): Promise<Subject> {
  if (state === 'made up') return { params: { token: 'invente', file: 'invente.txt' }, fields: {} };
  const context = state === 'elsewhere' ? scene.authorThere : scene.author;
  const record = await open(context, 'Une session');
  const { token, madeAt } = await makeCard(context, record);
  const file = await sendFile(context, token);
  if (state === 'withdrawn') {
    done(await withdrawCards(context, { evaluationId: record.id, collegeKey: 'elus', madeAt }));
  }
  return { params: { token, file }, fields: {} };
}

/** A closed session whose result shows a file. */
export async function withFile(wanted: Wanted): Promise<Subject> {
  let file = '';
  const { subject } = await recordIn(wanted, async (context, title) => {
    const record = await open(context, title);
    const { token } = await makeCard(context, record);
    done(await signSheet(context, token, { signature: 'La commune', consented: true }));
    file = await sendFile(context, token);
    return done(await closeEvaluation(context, record.id));
  });
  return {
    ...subject,
    params: { ...subject.params, file },
    fields: { ...subject.fields, evidence: file },
  };
}

/** An open session, and what is keyed in of a sheet of paper: a new one each time. */
export async function onPaper(wanted: Wanted): Promise<Subject> {
  const subject = await evaluation(wanted, 'open');
  const [framework] = await listFrameworks(wanted.scene.author);
  const criterion = framework?.version.content.dimensions[0]?.criteria[0]?.id ?? '';
  const keyed = { entry: newId(), college: 'habitantes', [`1-answer-${criterion}`]: '1' };
  return { ...subject, fields: { ...subject.fields, ...keyed } };
}

/** The address of the room of an open session, or one that was closed. */
export async function room({ scene, state }: Wanted): Promise<Subject> {
  if (state === 'made up') return { params: { code: 'BBBBB-BBBBB' }, fields: {} };
  const context = state === 'elsewhere' ? scene.authorThere : scene.author;
  const { id } = await open(context, 'Une session');
  done(await openDoor(context, id));
  const session = await findEvaluation(context, { id });
  const code = session ? done(await readDoor(context, session)).code : null;
  if (state === 'withdrawn') done(await closeDoor(context, id));
  return { params: { code: code ?? '' }, fields: {} };
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
