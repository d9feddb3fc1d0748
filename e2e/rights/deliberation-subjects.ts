import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import {
  askWayIn,
  castVote,
  decide,
  editConsultation,
  findConsultation,
  followLink,
  memberParticipant,
  openConsultation,
  proposeByMail,
  proposeChange,
  readCards,
  readConsultation,
  setRoom,
} from '#modules/deliberation/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { tokenIn } from './evaluation-subjects.ts';
import { placeOf } from './other-subjects.ts';
import {
  type RecordMaker,
  type Subject,
  type Wanted,
  commentedOf,
  makers,
  recordIn,
} from './record-subjects.ts';
import { done } from './scene.ts';

const typed = (title: string) => ({
  title,
  why: 'Pour voir.',
  needed: '12',
  opensOn: '',
  closesOn: '',
  colleges: '',
  weighing: 'budget',
});
const branches = ['a', 'b'].map((id) => ({ id, title: { fr: id }, items: [] }));
const free = { kind: 'free', places: [], title: 'Une idée', wordings: '', reason: 'Pour voir.' };

const open: RecordMaker = async (context, title) => {
  const page = await makers.page(context, 'Une grille');
  return done(await openConsultation(context, { input: typed(title), subjectId: page.id, branches }));
};

async function participantIn(context: Context, { id }: RecordCore) {
  const participant = await memberParticipant(context, id);
  if (!participant) throw new Error('Whoever made the scene takes part');
  return participant;
}

const decided: RecordMaker = async (context, title) => {
  const record = await open(context, 'Une question');
  const input = { ...free, title };
  const proposalId = done(await proposeChange(context, await participantIn(context, record), input));
  return done(await decide(context, { proposalId, outcome: 'adopted', reason: 'Oui.' }));
};

export async function consultation(wanted: Wanted): Promise<Subject> {
  return (await recordIn(wanted, open)).subject;
}

export async function decision(wanted: Wanted): Promise<Subject> {
  return (await recordIn(wanted, decided)).subject;
}

export function commentedConsultation(wanted: Wanted): Promise<Subject> {
  return commentedOf(wanted, open);
}

export function commentedDecision(wanted: Wanted): Promise<Subject> {
  return commentedOf(wanted, decided);
}

/** A consultation that was changed once, and the journal's entry of that change. */
export async function changedConsultation(wanted: Wanted): Promise<Subject> {
  let entry = '';
  const { subject } = await recordIn(wanted, async (context, title) => {
    const { id, version } = await open(context, `${title} avant`);
    const after = done(await editConsultation(context, { recordId: id, version, input: typed(title) }));
    const { territoryId } = context;
    const [latest] = await historyOf(context.db, { territoryId, recordId: id, limit: 1 });
    entry = latest?.id ?? '';
    return after;
  });
  return { ...subject, fields: { ...subject.fields, entry } };
}

/** A consultation with a proposal, and a nuance on it. */
export async function proposal(wanted: Wanted): Promise<Subject> {
  const ids = { proposal: '', nuance: '' };
  const { subject } = await recordIn(wanted, async (context, title) => {
    const record = await open(context, title);
    const participant = await participantIn(context, record);
    ids.proposal = done(await proposeChange(context, participant, free));
    const vote = { proposalId: ids.proposal, vote: 'agree', nuance: 'Oui, mais' };
    done(await castVote(context, participant, vote));
    const found = await findConsultation(context, { id: record.id });
    const shown = found && (await readConsultation(context, found));
    ids.nuance = shown?.proposals[0]?.nuances[0]?.id ?? '';
    return record;
  });
  const params = { ...subject.params, proposal: ids.proposal };
  return { ...subject, params, fields: { ...subject.fields, nuance: ids.nuance, hidden: 'true' } };
}

const madeUp: Subject = { params: { token: 'invente' }, fields: { proposal: newId() } };

/** Someone about to come by mail to a consultation that has a proposal. */
async function comer(wanted: Wanted) {
  const { visitor, author } = placeOf(wanted);
  const record = await open(author, 'Une question');
  const proposalId = done(await proposeChange(author, await participantIn(author, record), free));
  let link = '';
  const mail = { subject: 'Votre lien', body: (address: string) => (link = address) };
  const asked = { consultationId: record.id, email: `${newId()}@exemple.test`, mail, path: '/x' };
  return { visitor, proposalId, asked, token: () => tokenIn(link) };
}

/** The link by which someone takes part, and what they vote on. */
export async function wayIn(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return madeUp;
  const { visitor, proposalId, asked, token } = await comer(wanted);
  done(await askWayIn(visitor, asked));
  return { params: { token: token() }, fields: { proposal: proposalId } };
}

/** The same, at the first screen of weights. */
export async function weightsWayIn(wanted: Wanted): Promise<Subject> {
  const { params, fields } = await wayIn(wanted);
  return { params: { ...params, place: '1' }, fields: { ...fields, 'w-a': '50', 'w-b': '50' } };
}

/** The same, of someone whose own proposal waits for their button. */
export async function waitingWayIn(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return madeUp;
  const { visitor, asked, token } = await comer(wanted);
  done(await proposeByMail(visitor, { ...asked, input: free }));
  const { consultation: found, participant } = done(await followLink(visitor, token()));
  const { waiting } = await readCards(visitor, found, participant);
  return { params: { token: token() }, fields: { proposal: waiting[0]?.id ?? '' } };
}

/** The same, of someone whose own proposal others may vote on, and nobody did. */
export async function proposerWayIn(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return madeUp;
  const { visitor, asked, token } = await comer(wanted);
  done(await askWayIn(visitor, asked));
  const { participant } = done(await followLink(visitor, token()));
  return {
    params: { token: token() },
    fields: { proposal: done(await proposeChange(visitor, participant, free)) },
  };
}

/** A consultation at its own address, and somewhere to write to. */
export async function ownWayIn(wanted: Wanted): Promise<Subject> {
  const { params } = await consultation(wanted);
  return {
    params: { ...params, token: params['short'] ?? '' },
    fields: { email: `${newId()}@exemple.test` },
  };
}

export async function roomCode(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return { params: { code: 'ZZZZZZ' } };
  const { author } = placeOf(wanted);
  const { id: recordId } = await open(author, 'Une question');
  return { params: { code: done(await setRoom(author, { recordId, open: true })) ?? '' } };
}
