import type { Context } from '#kernel/context.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type JournalEntry, type JournalPosition, entriesAfter } from '#kernel/journal.server.ts';
import { queueMail } from '#kernel/mail.server.ts';
import type { Locale } from '#kernel/translate.ts';
import { translators } from '#messages/index.ts';
import { provedEmailOf, roleOf } from '#modules/accounts/index.server.ts';
import type { Kind } from '#modules/records/index.ts';
import { type Follow, selectFollows } from '#modules/records/index.server.ts';
import { findTerritorySigns } from '#modules/territories/index.server.ts';
import { showFollows } from './follow.server.ts';
import { kindWords } from './kind-words.server.ts';
import { recordsOfList } from './lists.server.ts';
import { type News, newsActions } from './news.ts';
import { writeLetter } from './news-mail.ts';
import { addReaders, holdReader, moveReader, selectReaders, usualRhythm } from './reader-store.server.ts';
import { roundAt } from './rhythm.ts';
import { makeStopLink, stopMinutes } from './stop-link.server.ts';
import { tellNews } from './tell-news.server.ts';

/** Entries read at once. */
const batch = 500;
/** Things that one letter tells: of an import of thousands, the first are told, the others counted. */
const mostTold = 60;
/** In milliseconds: what is older is news no more, when letters could not leave for long. */
const longestKept = 31 * 86_400_000;

interface NewsServices extends Pick<Context, 'db' | 'clock' | 'jobs' | 'memory' | 'origin'> {
  /** False while there is no mail server: people stay where they are, and are told once there is one. */
  mailLeaves: boolean;
  /** The address of a page in a language. */
  localPath: (locale: Locale, path: string) => string;
}

/** Every five minutes: those who are told at once, and in the morning those who are told each day or each week. */
export function newsChore(services: NewsServices): DailyChore {
  return { name: 'send-news', at: '*/5 * * * *', run: (territoryId) => sendNews(services, territoryId) };
}

/**
 * Writes to everyone on a territory whose round is due and for whom something happened. Several nodes may do it at once:
 * whom one holds, the others leave.
 */
export async function sendNews(services: NewsServices, territoryId: Id): Promise<void> {
  const { localPath, mailLeaves, ...rest } = services;
  if (!mailLeaves) return;
  const context: Context = { ...rest, territoryId, actor: { personId: null, role: 'visitor' } };
  const territory = await findTerritorySigns(context.db, territoryId);
  const now = context.clock.now();
  await addReaders(context, (since) => roundAt(usualRhythm, since, territory.timeZone));
  for (const reader of await selectReaders(context)) {
    const round = roundAt(reader.rhythm, now, territory.timeZone);
    if (reader.rhythm !== 'at-once' && round === reader.toldFor) continue;
    await inTransaction(context.db, (db) =>
      tellReader({ ...context, db }, { personId: reader.personId, territory, localPath }),
    );
  }
}

interface Telling {
  personId: Id;
  territory: { name: string; timeZone: string };
  localPath: NewsServices['localPath'];
}

/** In one transaction: what they were told, and up to where. */
async function tellReader(inside: Context, telling: Telling): Promise<void> {
  const { personId, territory } = telling;
  const reader = await holdReader(inside, personId);
  if (!reader || reader.rhythm === 'never') return;
  const round = roundAt(reader.rhythm, inside.clock.now(), territory.timeZone);
  if (reader.rhythm !== 'at-once' && round === reader.toldFor) return;
  const { territoryId } = inside;
  const role = await roleOf(inside.db, { territoryId, personId });
  const email = await provedEmailOf(inside.db, personId);
  const follows = await selectFollows(inside, personId);
  const own: Context = { ...inside, actor: { personId, role } };
  const isReached = email !== undefined && role !== 'visitor';
  const { position, news, untold, followed } = await readOn(own, {
    reader,
    follows: isReached ? follows : [],
  });
  if (email !== undefined && news.length > 0) {
    await queueLetter(own, { ...telling, email, language: reader.language, news, untold, followed });
  }
  await moveReader(inside, personId, { position, toldFor: round });
}

interface Reading {
  /** Up to where the journal is settled. */
  position: JournalPosition;
  /** In the order it happened. */
  news: News[];
  /** How many things more happened than are told. */
  untold: number;
  /** What the reader follows of all that. */
  followed: Follow[];
}

/** What others did since the reader was last told, to what they follow, as they may know it now. */
async function readOn(
  own: Context,
  { reader, follows }: { reader: JournalPosition; follows: readonly Follow[] },
): Promise<Reading> {
  const { db, territoryId } = own;
  const told: JournalEntry[] = [];
  const followed = new Set<Follow>();
  let untold = 0;
  let position: JournalPosition = { transactionId: reader.transactionId, sequence: reader.sequence };
  for (;;) {
    const next = await entriesAfter(db, { territoryId, position, limit: batch });
    for (const { entry, by } of await followedAmong(own, next.entries, follows)) {
      if (told.length < mostTold) told.push(entry);
      else untold += 1;
      for (const follow of by) followed.add(follow);
    }
    position = next.position;
    if (next.entries.length < batch) break;
  }
  return { position, news: await tellNews(own, told), untold, followed: [...followed] };
}

/** Those of these entries that others made and that are followed, each with the follows that ask for it. */
async function followedAmong(
  own: Context,
  entries: readonly JournalEntry[],
  follows: readonly Follow[],
): Promise<{ entry: JournalEntry; by: Follow[] }[]> {
  const oldest = own.clock.now().getTime() - longestKept;
  const known = entries.filter(
    ({ action, actorId, happenedAt }) =>
      actorId !== own.actor.personId && newsActions.includes(action) && happenedAt.getTime() > oldest,
  );
  const among = [...new Set(known.flatMap(({ recordId }) => recordId ?? []))];
  if (among.length === 0 || follows.length === 0) return [];
  const followsOf = new Map<Id, Follow[]>();
  const note = (recordId: Id, follow: Follow) =>
    followsOf.set(recordId, [...(followsOf.get(recordId) ?? []), follow]);
  for (const follow of follows) {
    if (follow.recordId !== null) note(follow.recordId, follow);
    else {
      const met = await recordsOfList(own, follow.list, { among, limit: among.length });
      for (const { id } of met) note(id, follow);
    }
  }
  return known.flatMap((entry) => {
    const by = (followsOf.get(entry.recordId ?? '') ?? []).filter(({ since }) => since <= entry.happenedAt);
    return by.length > 0 ? [{ entry, by }] : [];
  });
}

interface Letter extends Telling, Omit<Reading, 'position'> {
  email: string;
  language: Locale;
}

async function queueLetter(own: Context, letter: Letter): Promise<void> {
  const { personId, email, language, territory, localPath, news, untold, followed } = letter;
  const href = (path: string) => own.origin + localPath(language, path);
  const linkTo = async (followId: Id | null) =>
    href(`/suivis/${await makeStopLink(own, personId, followId)}`);
  const shown = await showFollows(own, { follows: followed, locale: language });
  const follows: { title: string; stop: string }[] = [];
  for (const { id, title } of shown) {
    if (title !== null) follows.push({ title, stop: await linkTo(id) });
  }
  const stopAll = await linkTo(null);
  const t = translators[language];
  const wordsOf = (kind: Kind) => kindWords(kind, language);
  const content = { t, locale: language, territory, href, wordsOf, news, untold, follows, stopAll };
  const link = { url: stopAll, renewMinutes: stopMinutes, leavesRound: true };
  await queueMail(own, { to: email, ...writeLetter(content), link });
}
