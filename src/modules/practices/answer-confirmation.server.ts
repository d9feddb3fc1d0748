import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { dayOf } from '#kernel/dates/format-date.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { findTerritorySigns } from '#modules/territories/index.server.ts';
import { type ConfirmationRefusal, readConfirmationLink } from './confirmation-link.server.ts';
import { insertRefusal, writeAnswer } from './confirmation-store.server.ts';
import { type ConfirmationAnswer, isConfirmationAnswer } from './confirmation.ts';
import type { PracticeInput } from './practice.ts';
import { findPractice } from './practice-store.server.ts';
import { type EditError, changePractice, editPractice } from './save-practice.server.ts';

export interface AskedPractice {
  record: Pick<
    RecordCore,
    'id' | 'kind' | 'slug' | 'shortId' | 'title' | 'pitch' | 'language' | 'confirmedOn'
  >;
  answer: ConfirmationAnswer | '';
}

/** What opening the link shows: the practices asked about that can still be read. Nothing is changed. */
export async function showConfirmation(
  context: Context,
  token: string,
): Promise<Result<AskedPractice[], ConfirmationRefusal>> {
  const link = await readConfirmationLink(context, token);
  if (!link.ok) return link;
  const { asked, reader } = link.value;
  const found = await Promise.all(
    asked.map(async ({ recordId, answer }) => {
      const practice = await findPractice(reader, { id: recordId });
      return practice ? [{ record: practice.record, answer }] : [];
    }),
  );
  const shown = found.flat();
  return shown.length > 0 ? ok(shown) : err({ code: 'not-found' });
}

type AnswerRefusal = ConfirmationRefusal | { code: 'unclear-choice' } | EditError;

/**
 * What pressing a button does: the practice is true today, or it has ended; the history tells it, and it can be undone.
 * "Something changed" is noted alone: the form that follows tells what.
 */
export async function answerConfirmation(
  context: Context,
  given: { token: string; recordId: string; answer: string },
): Promise<Result<{ answer: ConfirmationAnswer; record: RecordCore }, AnswerRefusal>> {
  const { answer } = given;
  if (!isConfirmationAnswer(answer)) return err({ code: 'unclear-choice' });
  return inTransaction<Result<{ answer: ConfirmationAnswer; record: RecordCore }, AnswerRefusal>>(
    context.db,
    async (db) => {
      const asked = await askedOf({ ...context, db }, given);
      if (!asked.ok) return asked;
      const { reader, mailId, record } = asked.value;
      await writeAnswer(reader, { mailId, recordId: record.id, answer });
      if (answer === 'changed') return ok({ answer, record });
      const said = await sayToday(reader, record.id, answer);
      return said.ok ? ok({ answer, record: said.value }) : said;
    },
  );
}

/** Saves what changed, in the name of whoever reads the mail; the practice is then true today. */
export async function editByConfirmation(
  context: Context,
  edit: { token: string; recordId: string; version: number; input: PracticeInput },
): Promise<Result<RecordCore, ConfirmationRefusal | EditError>> {
  return inTransaction<Result<RecordCore, ConfirmationRefusal | EditError>>(context.db, async (db) => {
    const asked = await askedOf({ ...context, db }, edit);
    if (!asked.ok) return asked;
    const { reader, record } = asked.value;
    const { version, input } = edit;
    const saved = await editPractice(reader, { recordId: record.id, version, input });
    return saved.ok ? sayToday(reader, record.id, 'true') : saved;
  });
}

/** Whoever is signed in may say that what they read is still true. */
export async function confirmPractice(
  context: Context,
  recordId: Id,
): Promise<Result<RecordCore, EditError>> {
  if (!hasRole(context.actor, 'contributor')) return err({ code: 'not-allowed' });
  return sayToday(context, recordId, 'true');
}

/** Asks this reader no more, of any practice; said again, it changes nothing. */
export async function stopAsking(
  context: Context,
  token: string,
): Promise<Result<undefined, ConfirmationRefusal>> {
  const link = await readConfirmationLink(context, token);
  if (!link.ok) return link;
  const [first] = link.value.asked;
  if (first) await insertRefusal(context, first.mark);
  return ok();
}

/** One of the practices that a link asks about, as its reader may change it. */
async function askedOf(
  inside: Context,
  { token, recordId }: { token: string; recordId: string },
): Promise<Result<{ reader: Context; mailId: Id; record: RecordCore }, ConfirmationRefusal>> {
  const link = await readConfirmationLink(inside, token);
  if (!link.ok) return link;
  const { asked, reader, mailId } = link.value;
  const isAsked = asked.some((one) => one.recordId === recordId);
  const practice = isAsked ? await findPractice(reader, { id: recordId }) : undefined;
  return practice ? ok({ reader, mailId, record: practice.record }) : err({ code: 'not-found' });
}

async function sayToday(
  context: Context,
  recordId: Id,
  answer: 'true' | 'ended',
): Promise<Result<RecordCore, EditError>> {
  const { timeZone } = await findTerritorySigns(context.db, context.territoryId);
  const confirmedOn = dayOf(context.clock.now(), timeZone);
  return changePractice(context, recordId, ({ record, details }) => ({
    fields: { ...record, confirmedOn },
    details: answer === 'ended' ? { ...details, status: 'ended' } : details,
  }));
}
