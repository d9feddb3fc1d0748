import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { appendBatchToJournal } from '#kernel/journal-batch.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { isDemonstration } from '#modules/territories/index.server.ts';
import { shownMoment } from './answer-evaluation.server.ts';
import { lockState } from './evaluation-state-store.server.ts';
import { findSession } from './evaluation-store.server.ts';
import { type College, can } from './evaluation.ts';
import { insertCards } from './invitation-store.server.ts';
import { respondentKeysOf } from './respondent-key.server.ts';
import type { Sheet } from './result.ts';
import { insertSheets } from './sheet-store.server.ts';

/** What one person of a demonstration answered, practice by practice; signed in a named college, where they agreed to be named. */
export interface SeededSheet {
  signature: string;
  about: readonly Pick<Sheet, 'subject' | 'answers' | 'remarks'>[];
}

/** A college of a demonstration: how many cards were handed out, and the sheets that came back. */
interface SeededCollege {
  key: string;
  cards: number;
  sheets: readonly SeededSheet[];
}

/**
 * Hands out cards and fills in the sheets of an open session, whole or not at all: what `makeAnswerCards`, `signSheet` and
 * `saveAnswers` do one by one, with the same words in the history. In a demonstration only, whose answers nobody gave: the
 * codes of the cards are known to nobody either.
 */
export function seedSheets(
  context: Context,
  evaluationId: Id,
  colleges: readonly SeededCollege[],
): Promise<Result<undefined, { code: 'not-allowed' | 'not-found' | 'wrong-state' | 'count-invalid' }>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const isAllowed = can(context.actor, 'invite') && (await isDemonstration(db, context.territoryId));
    if (!isAllowed) return err({ code: 'not-allowed' });
    const state = await lockState(inside, evaluationId, 'answering');
    const session = await findSession(inside, { id: evaluationId });
    if (!session) return err({ code: 'not-found' });
    if (state !== 'open') return err({ code: 'wrong-state' });
    const declared = new Map(session.colleges.map((college) => [college.key, college]));
    const filled: { college: College; seeded: SeededCollege }[] = [];
    for (const seeded of colleges) {
      const college = declared.get(seeded.key);
      if (!college || seeded.sheets.length > seeded.cards) return err({ code: 'count-invalid' });
      filled.push({ college, seeded });
    }
    await fill(inside, evaluationId, filled);
    await tell(inside, evaluationId, filled);
    return ok();
  });
}

async function fill(
  context: Context,
  evaluationId: Id,
  filled: readonly { college: College; seeded: SeededCollege }[],
): Promise<void> {
  const given: { cardId: Id; college: College; sheet: SeededSheet }[] = [];
  for (const { college, seeded } of filled) {
    if (seeded.cards === 0) continue;
    // No code gives such a key: these cards stand for ones that were handed out.
    const codeKeys = Array.from({ length: seeded.cards }, newId);
    const cards = await insertCards(context, { evaluationId, collegeKey: college.key }, codeKeys);
    given.push(...seeded.sheets.map((sheet, place) => ({ cardId: cards[place] ?? '', college, sheet })));
  }
  const keys = await respondentKeysOf(
    context.db,
    given.map(({ cardId }) => cardId),
  );
  await insertSheets(
    context,
    evaluationId,
    given.flatMap(({ cardId, college, sheet: { signature, about } }) =>
      about.map((said) => ({
        ...said,
        signature,
        details: {},
        collegeKey: college.key,
        respondentKey: keys.get(cardId) ?? '',
        consented: college.kind === 'named',
        updatedAt: shownMoment(context, college),
      })),
    ),
  );
}

/** The history tells how many were invited; of those who answered, only how many signed. */
async function tell(
  context: Context,
  recordId: Id,
  filled: readonly { college: College; seeded: SeededCollege }[],
): Promise<void> {
  const entries = filled.flatMap(({ college: { key, kind }, seeded }) => [
    { action: 'evaluation.invited', field: `invited.${key}`, after: seeded.cards },
    ...(kind === 'named'
      ? [{ action: 'evaluation.answered', field: `answered.${key}`, after: seeded.sheets.length }]
      : []),
  ]);
  await appendBatchToJournal(
    context,
    entries
      .filter(({ after }) => after > 0)
      .map(({ action, field, after }) => ({
        id: newId(),
        recordId,
        action,
        changes: { [field]: { before: 0, after } },
      })),
  );
}
