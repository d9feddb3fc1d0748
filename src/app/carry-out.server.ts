import type { Context } from '#kernel/context.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { locales } from '#kernel/translate.ts';
import type { Consultation, Decision, Proposal } from '#modules/deliberation/index.ts';
import { type FrameworkChange, frameworkChangeShape } from '#modules/framework/index.ts';
import { applyProposal, withdrawProposal } from '#modules/framework/index.server.ts';
import { findRecord } from '#modules/records/index.server.ts';

/** Puts an adopted proposal into the next version of its framework; for any other subject, or free words, nothing is done. */
export async function carryOut(
  inside: Context,
  adopted: { decisionId: string; proposal: Proposal; consultation: Consultation },
): Promise<Result<unknown, { code: 'not-carried-out' }>> {
  const { proposal, consultation, decisionId } = adopted;
  const framework = await frameworkOf(inside, consultation.details.subjectId);
  const change = frameworkChange(proposal);
  if (!framework || !change) return ok();
  const applied = await applyProposal(inside, { framework, change, decisionId });
  return applied.ok ? applied : err({ code: 'not-carried-out' });
}

/** Takes it out again, while its version is not published. */
export async function undoCarriedOut(
  inside: Context,
  { record, details }: Decision,
): Promise<Result<unknown, { code: 'not-carried-out' }>> {
  const framework = await frameworkOf(inside, details.subjectId);
  if (!framework || details.proposed.kind === 'free') return ok();
  const undone = await withdrawProposal(inside, { framework, decisionId: record.id });
  return undone.ok ? undone : err({ code: 'not-carried-out' });
}

async function frameworkOf(context: Context, subjectId: string | null): Promise<string | undefined> {
  const subject = subjectId ? await findRecord(context, { id: subjectId }) : undefined;
  return subject?.kind === 'framework' ? subject.id : undefined;
}

/** A proposal in the framework's own terms; undefined for free words, and for one in no language of the interface. */
function frameworkChange({
  kind,
  places,
  wordings,
  reason,
  language,
}: Pick<Proposal, 'kind' | 'places' | 'wordings' | 'reason' | 'language'>): FrameworkChange | undefined {
  const locale = locales.find((one) => one === language) ?? 'fr';
  const [place] = places;
  const questions = wordings.map((text) => ({ question: { [locale]: text } }));
  const [into] = questions;
  const change = {
    add: { kind, dimension: place, into },
    change: { kind, criterion: place, into },
    split: { kind, criterion: place, into: questions },
    merge: { kind, criteria: places, into },
    drop: { kind, criterion: place, reason },
    free: undefined,
  }[kind];
  return frameworkChangeShape.safeParse(change).data;
}
