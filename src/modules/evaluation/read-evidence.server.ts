import type { Context } from '#kernel/context.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import { readFile } from '#kernel/files/stored-files.server.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { undoDays } from '#modules/records/index.ts';
import { openSheet } from './answer-evaluation.server.ts';
import type { EvaluationSession } from './evaluation.ts';
import { type ShownEvidence, evidenceIn } from './evidence.ts';
import { findEvidence, listEvidence, purgeEvidence, setEvidenceRemoved } from './evidence-store.server.ts';
import { type WorkshopRefusal, inWorkshop } from './hold-workshop.server.ts';
import { readResult } from './read-evaluation.server.ts';
import type { SessionResult } from './session-result.ts';

/** What the address of a piece of evidence gives. */
export interface OpenEvidence {
  mediaType: string;
  /** In bytes. */
  size: number;
  read(): ReadableStream<Uint8Array>;
}

/** The files that a result shows, but for those that were removed: whoever may see the result has found it. */
export function evidenceOf(
  context: Context,
  evaluationId: Id,
  result: SessionResult,
): Promise<ShownEvidence[]> {
  return listEvidence(context, evaluationId, [...namesIn(result)]);
}

function namesIn({ subjects }: SessionResult): Set<string> {
  return evidenceIn(subjects.map(({ result }) => result));
}

/**
 * A file beside an answer, for whoever may see the result, and only while the result shows it: of an answer that is not
 * shown, not even that there is a file.
 */
export async function openEvidence(
  context: Context,
  session: EvaluationSession,
  name: string,
): Promise<OpenEvidence | undefined> {
  const result = await readResult(context, session);
  if (!result.ok || !namesIn(result.value).has(name)) return undefined;
  return open(context, session.record.id, name);
}

/** The same for the holder of an answer link: their own files while the session is open, then those of the result. */
export async function openOwnEvidence(
  context: Context,
  token: string,
  name: string,
): Promise<OpenEvidence | undefined> {
  const opened = await openSheet(context, token);
  if (!opened.ok) return undefined;
  const { session, sheets, result } = opened.value;
  const isOwn = sheets.some(({ details }) => Object.values(details).some(({ file }) => file?.name === name));
  const isShown = session.state === 'open' ? isOwn : result !== null && namesIn(result).has(name);
  return isShown ? open(context, session.record.id, name) : undefined;
}

async function open(context: Context, evaluationId: Id, name: string): Promise<OpenEvidence | undefined> {
  const found = await findEvidence(context, { evaluationId, name });
  if (!found) return undefined;
  const { db, territoryId } = context;
  const { mediaType, size, fileId } = found;
  return { mediaType, size, read: () => readFile(db, { territoryId, id: fileId }) };
}

/** Takes a file that the result shows away from every reader, once the session is closed. It can be put back from the history. */
export function removeEvidence(
  context: Context,
  { evaluationId, name }: { evaluationId: Id; name: string },
): Promise<Result<undefined, WorkshopRefusal>> {
  return inWorkshop<undefined, WorkshopRefusal>(context, evaluationId, async (inside, { session }) => {
    const result = await readResult(inside, session);
    if (!result.ok || !namesIn(result.value).has(name)) return err({ code: 'not-found' });
    const isFirst = await setEvidenceRemoved(inside, { evaluationId, name }, context.clock.now());
    if (!isFirst) return err({ code: 'not-found' });
    await appendToJournal(inside, {
      recordId: evaluationId,
      action: 'evaluation.evidence-removed',
      changes: { [`evidence.${name}`]: { before: 'shown', after: 'removed' } },
    });
    return ok();
  });
}

/** Each day, takes away for good what was removed so long ago that it can no longer be put back. */
export function evidenceChore({ db, clock }: Pick<Context, 'db' | 'clock'>): DailyChore {
  return {
    name: 'purge-evidence',
    run: (territoryId) =>
      purgeEvidence(db, territoryId, new Date(clock.now().getTime() - undoDays * 86_400_000)),
  };
}
