import { randomBytes, randomInt } from 'node:crypto';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Limit, isWithin, noteUse, takeTurn } from '#kernel/limits.server.ts';
import { placeOfAddress } from '#kernel/place-of-address.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import { type FrameworkContent, findCriterion } from '#modules/framework/index.ts';
import { makeRoomCode } from './answer-code.ts';
import { type EvaluationSession, can } from './evaluation.ts';
import { findSession } from './evaluation-store.server.ts';
import { lockState } from './evaluation-state-store.server.ts';
import { type WorkshopRefusal, inWorkshop, isWorkshopState, sumOfDots } from './hold-workshop.server.ts';
import { dotsOfBallot } from './workshop.ts';
import { findDotsCode, listDots, setDotsCode, writeBallot } from './workshop-store.server.ts';

/** The ballot of the dots that a facilitator counted in the room. */
const countedByHand = 'counted-by-hand';
/** Wrong codes from one place: a whole room behind one address may mistype. 20^6 codes make 6.4e7. */
const misses: Limit = { name: 'dots-code', most: 30, minutes: 15 };
/** Ballots from one place: a large room, each changing its mind a few times. */
const ballots: Limit = { name: 'dots-ballot', most: 400, minutes: 15 };

/** Where the dots stand, for whoever holds the workshop. */
export interface Dots {
  /** What opens the giving of dots by telephone; null while it is closed. */
  code: string | null;
  /** Ballots given by telephone. */
  ballots: number;
  /** Dots by criterion: all, and those counted in the room. */
  all: Map<string, number>;
  counted: Map<string, number>;
}

export async function readDots(
  context: Context,
  session: EvaluationSession,
): Promise<Result<Dots, { code: 'not-allowed' }>> {
  if (!can(context.actor, 'hold-workshop', session)) return err({ code: 'not-allowed' });
  const { id } = session.record;
  const [code, given] = await Promise.all([findDotsCode(context, id), listDots(context, id)]);
  const byTelephone = given.filter(({ ballotKey }) => ballotKey !== countedByHand);
  return ok({
    code,
    ballots: new Set(byTelephone.map(({ ballotKey }) => ballotKey)).size,
    all: sumOfDots(given),
    counted: sumOfDots(given.filter(({ ballotKey }) => ballotKey === countedByHand)),
  });
}

/** Lets dots be given by telephone, with a code to show in the room; a new one each time. */
export function openDots(context: Context, evaluationId: Id): Promise<Result<undefined, WorkshopRefusal>> {
  return inWorkshop(context, evaluationId, async (inside) => {
    await setDotsCode(inside, evaluationId, makeRoomCode(randomInt));
    return ok();
  });
}

/** No more dots by telephone. Those given stay. */
export function closeDots(context: Context, evaluationId: Id): Promise<Result<undefined, WorkshopRefusal>> {
  return inWorkshop(context, evaluationId, async (inside) => {
    await setDotsCode(inside, evaluationId, null);
    return ok();
  });
}

/** Keeps the dots that were counted in the room, on stickers or raised hands, in the place of those counted before. */
export function countDots(
  context: Context,
  count: { evaluationId: Id; dots: ReadonlyMap<string, number> },
): Promise<Result<undefined, WorkshopRefusal>> {
  const { evaluationId, dots } = count;
  return inWorkshop(context, evaluationId, async (inside, { content }) => {
    if ([...dots.keys()].some((id) => !findCriterion(content, id))) return err({ code: 'not-found' });
    await writeBallot(inside, evaluationId, { ballotKey: countedByHand, dots });
    return ok();
  });
}

/** A key for a ballot that begins: 128 bits, nobody's. */
export function newBallotKey(): string {
  return randomBytes(16).toString('base64url');
}

export type DotsRefusal = { code: 'code-unknown' | 'too-many-tries' | 'dots-closed' };

/** What a telephone in the room sees: the questions, and the dots of its ballot so far. */
export interface DotsOfTelephone {
  session: EvaluationSession;
  content: FrameworkContent;
  chosen: string[];
}

/**
 * Opens the ballot of a telephone with the code shown in the room.
 *
 * @param attempt.address of the client; only an HMAC of it is kept, for a quarter of an hour, and only of a wrong code
 */
export async function openBallot(
  context: Context,
  attempt: { shortId: string; code: string; ballotKey: string; address: string },
): Promise<Result<DotsOfTelephone, DotsRefusal>> {
  const place = placeOfAddress(attempt.address);
  if (!(await isWithin(context, misses, place))) return err({ code: 'too-many-tries' });
  const session = await findSession(context, { shortId: attempt.shortId });
  const code = session && isWorkshopState(session.state) && (await findDotsCode(context, session.record.id));
  if (!session || !code) return err({ code: 'dots-closed' });
  if (attempt.code !== code) {
    await noteUse(context, misses, place);
    return err({ code: 'code-unknown' });
  }
  const framework = await findFrameworkVersion(context, session.frameworkVersionId);
  if (!framework) throw new Error('a session points to a framework version that cannot be read');
  const dots = await listDots(context, session.record.id);
  const chosen = dots.filter(({ ballotKey }) => ballotKey === attempt.ballotKey);
  return ok({
    session,
    content: framework.version.content,
    chosen: chosen.map(({ criterionId }) => criterionId),
  });
}

/**
 * Gives the dots of one ballot, one on each criterion chosen, in the place of those it gave before. Nothing is written
 * in the history: the moment would tell who.
 */
export async function giveDots(
  context: Context,
  given: { shortId: string; code: string; ballotKey: string; address: string; chosen: readonly string[] },
): Promise<Result<undefined, DotsRefusal | { code: 'too-many-dots' | 'ballot-invalid' }>> {
  const opened = await openBallot(context, given);
  if (!opened.ok) return opened;
  const { session, content } = opened.value;
  const chosen = new Set(given.chosen);
  if (chosen.size > dotsOfBallot) return err({ code: 'too-many-dots' });
  const isOurs = /^[\w-]{22}$/.test(given.ballotKey);
  if (!isOurs || [...chosen].some((id) => !findCriterion(content, id)))
    return err({ code: 'ballot-invalid' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    if (!(await takeTurn(inside, ballots, placeOfAddress(given.address)))) {
      return err({ code: 'too-many-tries' });
    }
    const { id } = session.record;
    await lockState(inside, id, 'moving');
    // It may have been closed, or opened with another code, while we waited.
    if ((await findDotsCode(inside, id)) !== given.code) return err({ code: 'dots-closed' });
    await writeBallot(inside, id, {
      ballotKey: given.ballotKey,
      dots: new Map([...chosen].map((criterionId) => [criterionId, 1])),
    });
    return ok();
  });
}
