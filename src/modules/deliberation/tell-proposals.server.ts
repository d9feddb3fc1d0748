import type { Context } from '#kernel/context.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { dayOf } from '#kernel/dates/format-date.ts';
import type { Id } from '#kernel/ids.ts';
import { queueMail } from '#kernel/mail.server.ts';
import type { LinkRule } from '#kernel/mail-sender.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { makeSignedLink, readSignedLink } from '#kernel/signed-links.server.ts';
import { type Locale, locales } from '#kernel/translate.ts';
import { translators } from '#messages/index.ts';
import { reachablePeople } from '#modules/accounts/index.server.ts';
import { followersOf } from '#modules/records/index.server.ts';
import { findTerritorySigns } from '#modules/territories/index.server.ts';
import { type Consultation, stateOn } from './consultation.ts';
import { findConsultation, listConsultations } from './consultation-store.server.ts';
import { placesIn } from './deliberation-words.ts';
import { noteTold, selectLetters, stopLetters } from './letter-store.server.ts';
import type { Proposal } from './proposal.ts';
import { writeProposalsLetter } from './proposals-letter.ts';
import { readVotes } from './read-votes.server.ts';
import { type LinkRefusal, keyOfPerson, keysOfPeople, stateNow, wayIn } from './take-part.server.ts';

const purpose = 'stop-proposals';
/** A year: one stops when one has had enough, which may be long after the letter. */
const stopMinutes = 366 * 24 * 60;
/** In milliseconds: a little less than the week between two Mondays, whose chore may be done a little earlier. */
const almostAWeek = 6.5 * 86_400_000;

interface LetterServices extends Pick<Context, 'db' | 'clock' | 'jobs' | 'memory' | 'origin'> {
  /** False while there is no mail server: nobody is told in a month what was asked today. */
  mailLeaves: boolean;
  /** The address of a page in a language. */
  localPath: (locale: Locale, path: string) => string;
}

/** On Monday mornings, tells people what waits for their opinion. */
export function proposalsChore({ mailLeaves, localPath, ...services }: LetterServices): DailyChore {
  return {
    name: 'tell-proposals',
    at: '23 6 * * 1',
    async run(territoryId) {
      if (mailLeaves) await tellProposals({ ...services, territoryId, actor: reader }, localPath);
    },
  };
}

/** By mail one reads what members read. */
const reader = { personId: null, role: 'contributor' } as const;

/**
 * Writes to those who took part in an open consultation, or follow it, which proposals they have not answered: once a
 * week at most, and only when there is one more than in their last letter; never while the territory does
 * without consultations. Done again, it writes nothing.
 */
async function tellProposals(context: Context, localPath: LetterServices['localPath']): Promise<void> {
  const territory = await findTerritorySigns(context.db, context.territoryId);
  if (territory.sectionsOff.includes('deliberations')) return;
  const today = dayOf(context.clock.now(), territory.timeZone);
  const open = (await listConsultations(context)).filter(({ details }) => stateOn(details, today) === 'open');
  for (const consultation of open) {
    const round = { consultation, territory: territory.name, localPath };
    for (const letter of await lettersOf(context, consultation)) await send(context, { ...round, ...letter });
  }
}

interface Letter {
  person: { id: Id; email: string };
  key: string;
  proposals: Proposal[];
}

/** To whom a letter is due, and about which proposals. */
async function lettersOf(context: Context, { record }: Consultation): Promise<Letter[]> {
  const matrix = await readVotes(context, record.id);
  const open = matrix.proposals.filter(({ state }) => state === 'open');
  if (open.length === 0) return [];
  const followers = await followersOf(context, record.id);
  const people = await reachablePeople(context, followers);
  const keys = await keysOfPeople(
    context.db,
    record.id,
    people.map(({ id }) => id),
  );
  const tookPart = new Set(matrix.participants.map(({ key }) => key));
  const answered = Map.groupBy(matrix.votes, ({ key }) => key);
  const kept = await selectLetters(context, record.id);
  return people.flatMap((person, place): Letter[] => {
    const key = keys[place] ?? '';
    if (!tookPart.has(key) && !followers.includes(person.id)) return [];
    const last = kept.get(key);
    const said = new Set(answered.get(key)?.map(({ proposalId }) => proposalId));
    const proposals = open.filter(({ id, authorId }) => !said.has(id) && authorId !== person.id);
    const isNews = proposals.some(({ createdAt }) => !last?.toldAt || createdAt > last.toldAt);
    return isNews && !last?.stopped ? [{ person, key, proposals }] : [];
  });
}

interface Sending extends Letter {
  consultation: Consultation;
  territory: string;
  localPath: LetterServices['localPath'];
}

/** The note that they are told, and the letter, in one transaction. */
function send(context: Context, sending: Sending): Promise<void> {
  const { person, key, proposals, territory, localPath } = sending;
  const { record, details, branches } = sending.consultation;
  const locale = locales.find((one) => one === record.language) ?? 'fr';
  const href = (path: string) => context.origin + localPath(locale, path);
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const now = context.clock.now();
    const before = new Date(now.getTime() - almostAWeek);
    if (!(await noteTold(inside, { consultationId: record.id, key }, { now, before }))) return;
    const stop = href(`/suivis/${await stopLink(inside, record.id, person.id)}`);
    const letter = writeProposalsLetter({
      t: translators[locale],
      locale,
      territory,
      consultation: { title: record.title, closesOn: details.closesOn },
      proposals,
      places: placesIn(branches, locale),
      cards: href(`/deliberations/avis/${await wayIn(inside, record.id, person.id)}`),
      stop,
    });
    const link = { url: stop, renewMinutes: stopMinutes, leavesRound: true };
    await queueMail(inside, { to: person.email, ...letter, link });
  });
}

function stopLink(context: Context, consultationId: Id, personId: Id): Promise<string> {
  const { territoryId } = context;
  return makeSignedLink(context, {
    purpose,
    territoryId,
    subject: consultationId,
    personId,
    minutes: stopMinutes,
  });
}

/** A letter that waited does not leave once its consultation is closed, or the territory does without consultations. */
export function proposalsLetterRule(
  services: Pick<Context, 'db' | 'clock' | 'jobs' | 'memory' | 'origin'>,
): LinkRule {
  return {
    purpose,
    async isOffered(scope, id) {
      const context: Context = { ...services, ...scope, actor: reader };
      const { sectionsOff } = await findTerritorySigns(context.db, context.territoryId);
      if (sectionsOff.includes('deliberations')) return false;
      const found = await findConsultation(context, { id });
      return found !== undefined && (await stateNow(context, found)) === 'open';
    },
  };
}

/** What a letter's link stops, without doing it. */
export async function showLettersStop(
  context: Context,
  token: string,
): Promise<Result<{ title: string; isDone: boolean }, LinkRefusal>> {
  const read = await readStop(context, token);
  if (!read.ok) return read;
  const { consultation, key } = read.value;
  const isDone = (await selectLetters(context, consultation.record.id)).get(key)?.stopped ?? false;
  return ok({ title: consultation.record.title, isDone });
}

/** Stops the letters about one consultation; done again, it changes nothing. */
export async function stopLettersByLink(
  context: Context,
  token: string,
): Promise<Result<undefined, LinkRefusal>> {
  const read = await readStop(context, token);
  if (!read.ok) return read;
  const { consultation, key } = read.value;
  await stopLetters(context, { consultationId: consultation.record.id, key });
  return ok();
}

async function readStop(
  context: Context,
  token: string,
): Promise<Result<{ consultation: Consultation; key: string }, LinkRefusal>> {
  const link = await readSignedLink(context, token, { purpose, territoryId: context.territoryId });
  if (!link.ok) return link;
  const { subject: id, personId } = link.value;
  const consultation = await findConsultation({ ...context, actor: reader }, { id });
  if (!consultation || personId === null) return err({ code: 'not-found' });
  return ok({ consultation, key: await keyOfPerson(context.db, id, personId) });
}
