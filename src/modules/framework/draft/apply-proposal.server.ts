import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { translators } from '#messages/index.ts';
import { locales } from '#kernel/translate.ts';
import type { RecordCore } from '#modules/records/index.ts';
import type { Adopted, Anchor } from '../framework-content.ts';
import { type FrameworkChange, applyChange } from './apply-change.ts';
import { entryOfDecision } from './draft-store.server.ts';
import { beginDraft } from './start-framework.server.ts';
import { type DraftError, editDraft, undoFrameworkChange } from './write-draft.server.ts';
import type { ContentRefusal } from './edit-content.ts';

/** Four sentences that suit any question, for a criterion whose own are still to be written. */
function plainScale(): Anchor[] {
  const levels = [1, 2, 3, 4] as const;
  return levels.map((level) => ({
    level,
    ...Object.fromEntries(
      locales.map((locale) => [locale, translators[locale](`framework.plain-scale.${level}`)]),
    ),
  }));
}

/**
 * Carries a decision out in the next version of a framework, which it begins when nobody writes one yet. The version
 * keeps the decision, and what past answers become.
 *
 * @param adoption.framework the framework's record id
 * @param adoption.decisionId the decision's record id
 * @returns the framework's record, and the criteria that were made or changed
 */
export function applyProposal(
  context: Context,
  adoption: { framework: string; change: FrameworkChange; decisionId: string },
): Promise<Result<{ record: RecordCore; criteria: string[] }, DraftError<ContentRefusal>>> {
  const { framework, change, decisionId } = adoption;
  return inTransaction<Result<{ record: RecordCore; criteria: string[] }, DraftError<ContentRefusal>>>(
    context.db,
    async (db) => {
      const inside = { ...context, db };
      const begun = await beginDraft(inside, framework);
      if (!begun.ok) return begun;
      let criteria: string[] = [];
      const written = await editDraft(inside, framework, (draft) => {
        const applied = applyChange(draft, change, plainScale());
        if (!applied.ok) return applied;
        criteria = applied.value.criteria;
        const adopted: Adopted = { decisionId, kind: change.kind, criteria };
        return ok({ ...applied.value.content, adopted: [...(draft.adopted ?? []), adopted] });
      });
      return written.ok ? ok({ record: written.value, criteria }) : written;
    },
  );
}

/** Takes back what a decision changed, while its version is not published and nobody changed it further. */
export async function withdrawProposal(
  context: Context,
  { framework, decisionId }: { framework: string; decisionId: string },
) {
  const entryId = await entryOfDecision(context, { framework, decisionId });
  if (entryId === undefined) return err({ code: 'not-found' as const });
  return undoFrameworkChange(context, { recordId: framework, entryId });
}
