import { Worker } from 'node:worker_threads';
import { type Context, visitor } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, isId } from '#kernel/ids.ts';
import type { JobDefinition } from '#kernel/jobs.server.ts';
import type { Consultation } from './consultation.ts';
import { findConsultation, holdConsultation } from './consultation-store.server.ts';
import { type OpinionPicture, type VotesToRead, knownPart, readOpinions } from './opinion-picture.ts';
import {
  askForOpinions,
  beginOpinions,
  findOpinions,
  groupOfParticipant,
  keepOpinions,
  neededBy,
} from './opinion-store.server.ts';
import type { Vote } from './proposal.ts';
import { type VoteMatrix, readVotes } from './read-votes.server.ts';
import { moveShownVotes } from './shown-votes.server.ts';
import { type Participant, stateNow } from './take-part.server.ts';
import { selectOwnVotes } from './vote-store.server.ts';
import { branchesToWeigh } from './weighing.ts';
import { weightsPicture } from './weights-picture.ts';
import { keepWeightsTold, selectWeights } from './weights-store.server.ts';

const jobName = 'read-opinions';
/** In minutes. What was asked for longer ago is lost, with the queue it stood in: it is asked for again. */
const longestWait = 10;

/** Has opinions worked out again, unless that is already under way. To be called in the transaction of what changed. */
export async function followOpinions(inside: Context, consultationId: Id): Promise<void> {
  const { db, territoryId, clock } = inside;
  const now = clock.now();
  const lostBefore = new Date(now.getTime() - longestWait * 60_000);
  const kept = await findOpinions(inside, consultationId);
  // Most votes find it asked for: they need not wait for one another to note it again.
  if (kept?.askedAt && kept.askedAt >= lostBefore) return;
  if (!(await askForOpinions(inside, { consultationId, now, lostBefore }))) return;
  await inside.jobs.enqueue(db, { territoryId, name: jobName, input: { consultationId }, clock });
}

export interface OpinionsShown {
  /** Null before anyone voted, and while they are worked out for the first time. */
  picture: OpinionPicture | null;
  /** Groups and proposals are told at the end, or to those who voted enough: others might be led by them. */
  isHeldBack: boolean;
  /** Votes came that the picture does not know: a newer one is on its way. */
  isBehind: boolean;
  /** Of whoever asks, when they take part: nobody else is told. */
  own: { group: number | null; votes: number } | null;
}

/**
 * What unites people and what divides them, as last worked out. The caller has found the consultation as the actor
 * sees it.
 */
export async function showOpinions(
  context: Context,
  consultation: Consultation,
  participant: Participant | undefined,
): Promise<OpinionsShown> {
  const { id } = consultation.record;
  const kept = await findOpinions(context, id);
  const isBehind = Boolean(kept?.askedAt);
  const voted = new Set(participant && (await selectOwnVotes(context, participant)).keys());
  const group = participant ? await groupOfParticipant(context, participant) : null;
  const own = voted.size > 0 ? { group, votes: voted.size } : null;
  const picture = kept?.picture ?? null;
  if (!picture || (await stateNow(context, consultation)) === 'closed') {
    return { picture, isHeldBack: false, isBehind, own };
  }
  const isHeldBack = voted.size < picture.votesNeeded || voted.size === 0;
  return { picture: knownPart(picture, isHeldBack ? new Set() : voted), isHeldBack, isBehind, own };
}

/** Reads opinions off the request path, and works them out beside it: large consultations take a while. */
export function opinionsJob(
  services: Pick<Context, 'db' | 'clock' | 'jobs' | 'memory' | 'origin'>,
): JobDefinition {
  return {
    name: jobName,
    async run({ territoryId, input }) {
      const consultationId = Object(input).consultationId;
      if (!isId(consultationId)) throw new Error('the job does not say which consultation');
      await workOutOpinions({ ...services, territoryId, actor: visitor }, consultationId);
    },
  };
}

/** Works out the opinions of a consultation, and keeps them; what is shown of its votes moves on. */
export async function workOutOpinions(context: Context, consultationId: Id): Promise<void> {
  const read = await inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    // No vote is half given meanwhile: each is either read here, or asks anew.
    await holdConsultation(inside, consultationId, 'moving');
    await beginOpinions(inside, consultationId);
    const matrix = await readVotes(inside, consultationId);
    await moveShownVotes(inside, consultationId, matrix);
    return takeVotes(matrix, await neededBy(inside, consultationId));
  });
  const { picture, groupOf } = await inWorker(read);
  const members = read.keys.flatMap((key, person) => {
    const group = groupOf[person] ?? null;
    return group === null ? [] : [{ key, group }];
  });
  await keepWorkedOut(context, consultationId, { picture, members });
}

/** Keeps what was worked out, and what weights come to. */
export function keepWorkedOut(
  context: Context,
  consultationId: Id,
  opinions: Parameters<typeof keepOpinions>[2],
): Promise<void> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    // In the order in which whoever votes takes them: the consultation, then its opinions.
    await holdConsultation(inside, consultationId, 'moving');
    await keepOpinions(inside, consultationId, opinions);
    await tellWeights(inside, consultationId);
  });
}

/** Keeps what weights come to, for the archive of the territory: they are people's, and stay. */
async function tellWeights(inside: Context, consultationId: Id): Promise<void> {
  const said = await selectWeights(inside, consultationId);
  const reader: Context = { ...inside, actor: { personId: null, role: 'facilitator' } };
  const consultation = await findConsultation(reader, { id: consultationId });
  if (said.length === 0 || !consultation) return;
  await keepWeightsTold(inside, consultationId, weightsPicture(branchesToWeigh(consultation), said));
}

function takeVotes({ proposals, participants, votes }: VoteMatrix, needed: number): VotesToRead {
  const placeOf = new Map(proposals.map(({ id }, place) => [id, place]));
  const rowOf = new Map(participants.map(({ key }) => [key, proposals.map((): Vote | null => null)]));
  for (const { key, proposalId, vote } of votes) {
    const place = placeOf.get(proposalId);
    const row = rowOf.get(key);
    if (row && place !== undefined) row[place] = vote;
  }
  return {
    proposals: proposals.map(({ id }) => id),
    keys: [...rowOf.keys()],
    votes: [...rowOf.values()],
    inRoom: participants.filter(({ verified }) => !verified).length,
    needed,
  };
}

/** Cells of a table that are sooner read here than a thread is started. */
const fewCells = 20_000;

const script = new URL('opinions-worker.server.ts', import.meta.url);

function inWorker(read: VotesToRead): Promise<ReturnType<typeof readOpinions>> {
  if (read.keys.length * read.proposals.length < fewCells) return Promise.resolve(readOpinions(read));
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: read });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread ended without an answer')));
  });
}
