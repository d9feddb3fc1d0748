import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Language } from '#kernel/content-terms.ts';
import type { Locale } from '#kernel/translate.ts';
import { translators } from '#messages/index.ts';
import { checkAddress, mailLink, provedEmailOf, roleOf } from '#modules/accounts/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { makeConfirmationLink, confirmationMinutes } from './confirmation-link.server.ts';
import {
  addressMark,
  agreedContacts,
  hasRefused,
  insertAsks,
  lastAsked,
  lockAsking,
} from './confirmation-store.server.ts';
import { type Recipient, askAgainDays, groupedByRecipient, mostAsked } from './confirmation.ts';
import { prepareFilters } from './list-practices.server.ts';
import type { PracticeFilters } from './practice-filters.ts';
import { selectPractices } from './practice-list-store.server.ts';

/** What became of asking: practices asked about, mails written, and why the others were left. */
export interface AskReport {
  asked: number;
  mails: number;
  /** Asked about within the last {@link askAgainDays} days. */
  recent: number;
  /** Nobody can be asked: no author with a proved address, no contact who agreed, or they asked to be left alone. */
  unreachable: number;
}

/** How mails are worded and where their links lead. */
export interface ConfirmationPost {
  territory: { name: string; language: Language };
  /** The address of a page in a language. */
  localPath: (locale: Locale, path: string) => string;
}

/** Practices named one by one in a mail; the page of its link tells them all. */
const mostNamed = 20;
const oneDay = 86_400_000;

/**
 * Asks, by one mail to each person, whether the practices that the filters keep are still true; of at most
 * {@link mostAsked} at once. For facilitators.
 */
export async function askConfirmation(
  context: Context,
  given: PracticeFilters & { id?: Id | undefined },
  post: ConfirmationPost,
): Promise<Result<AskReport, { code: 'not-allowed' | 'sign-in-first' }>> {
  if (!hasRole(context.actor, 'facilitator'))
    return err({ code: context.actor.personId === null ? 'sign-in-first' : 'not-allowed' });
  return ok(await askWhoCan(context, given, { post, limit: mostAsked }));
}

/** The same, by whoever is entitled to have it done: the caller has checked that. */
export function askWhoCan(
  context: Context,
  { id, ...given }: PracticeFilters & { id?: Id | undefined },
  { post, limit }: { post: ConfirmationPost; limit: number },
): Promise<AskReport> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await lockAsking(inside);
    const report: AskReport = { asked: 0, mails: 0, recent: 0, unreachable: 0 };
    const reached: (Recipient & { about: RecordCore })[] = [];
    for await (const records of livingPractices(inside, { ...given, id })) {
      const due = await notAskedLately(inside, records);
      const reachable = await withRecipients(inside, due);
      reached.push(...reachable);
      report.recent += records.length - due.length;
      report.unreachable += due.length - reachable.length;
      if (reached.length >= limit) break;
    }
    for (const round of groupedByRecipient(reached.slice(0, limit))) {
      if (!(await mailRound(inside, round, post))) continue;
      report.mails += 1;
      report.asked += round.about.length;
    }
    return report;
  });
}

/** Read at a time. */
const batchSize = 500;

/** What has ended is not asked about, nor what follows a source, nor what its author still keeps for themselves. */
async function* livingPractices(
  inside: Context,
  { id, ...given }: PracticeFilters & { id: Id | undefined },
): AsyncGenerator<RecordCore[]> {
  const { filters: prepared, search } = await prepareFilters(inside, given);
  const filters = { ...prepared, among: id === undefined ? undefined : [id] };
  let afterId: Id | null = null;
  for (;;) {
    const batch = await selectPractices(inside, { filters, search, afterId, limit: batchSize });
    yield batch
      .filter(
        ({ record, details }) =>
          details.status !== 'ended' && record.visibility !== 'draft' && !record.mirrorOf,
      )
      .map(({ record }) => record);
    if (batch.length < batchSize) return;
    afterId = batch.at(-1)?.record.id ?? null;
  }
}

async function notAskedLately(inside: Context, records: readonly RecordCore[]): Promise<RecordCore[]> {
  const asked = await lastAsked(
    inside,
    records.map(({ id }) => id),
  );
  const since = new Date(inside.clock.now().getTime() - askAgainDays * oneDay);
  return records.filter(({ id }) => (asked.get(id) ?? new Date(0)) < since);
}

/** Whom each practice is asked of; those of whom nobody can be asked are left out. */
async function withRecipients(
  inside: Context,
  records: readonly RecordCore[],
): Promise<(Recipient & { about: RecordCore })[]> {
  const contacts = await agreedContacts(
    inside,
    records.map(({ id }) => id),
  );
  const addresses = new Map<Id, string | undefined>();
  const reached: (Recipient & { about: RecordCore })[] = [];
  for (const record of records) {
    const recipient =
      (await willing(inside, { email: contacts.get(record.id), personId: null })) ??
      (await authorOf(inside, record, addresses));
    if (recipient) reached.push({ ...recipient, about: record });
  }
  return reached;
}

async function willing(
  inside: Context,
  { email, personId }: { email: string | undefined; personId: Id | null },
): Promise<Recipient | undefined> {
  if (email === undefined || (await hasRefused(inside, await addressMark(inside, email)))) return undefined;
  return { email, personId };
}

/** Of what was imported, those who improved it here: whoever brought the file knows no more than the file. */
async function authorOf(
  inside: Context,
  record: RecordCore,
  addresses: Map<Id, string | undefined>,
): Promise<Recipient | undefined> {
  const isImported = record.sourceName !== '';
  const authors = record.authorIds.filter((id) => !isImported || id !== record.createdBy);
  for (const personId of authors) {
    if (!addresses.has(personId)) {
      const role = await roleOf(inside.db, { territoryId: inside.territoryId, personId });
      const email = role === 'visitor' ? undefined : await provedEmailOf(inside.db, personId);
      addresses.set(personId, (await willing(inside, { email, personId }))?.email);
    }
    const email = addresses.get(personId);
    if (email !== undefined) return { email, personId };
  }
  return undefined;
}

async function mailRound(
  inside: Context,
  round: Recipient & { about: RecordCore[] },
  { territory, localPath }: ConfirmationPost,
): Promise<boolean> {
  const address = await checkAddress(inside, round.email);
  if (!address.ok) return false;
  const mailId = newId();
  const mark = await addressMark(inside, round.email);
  const recordIds = round.about.map(({ id }) => id);
  await insertAsks(inside, { mailId, personId: round.personId, mark, recordIds });
  for (const recordId of recordIds)
    await appendToJournal(inside, { recordId, action: 'practice.confirmation-asked' });
  const language: Locale = territory.language === 'en' ? 'en' : 'fr';
  const t = translators[language];
  const names = round.about.slice(0, mostNamed).map(({ title }) => `– ${title}`);
  const count = round.about.length;
  const words = { territory: territory.name, count, names: names.join('\n'), more: count - names.length };
  const path = localPath(language, `/pratiques/confirmer/${await makeConfirmationLink(inside, mailId)}`);
  await mailLink(inside, {
    to: address.value,
    path,
    renewMinutes: confirmationMinutes,
    mail: {
      subject: t('practices.confirm.mail.subject', words),
      body: (link) => t('practices.confirm.mail.body', { ...words, link }),
    },
  });
  return true;
}
