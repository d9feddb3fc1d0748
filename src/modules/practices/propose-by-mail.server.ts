import type { Context } from '#kernel/context.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import {
  type PictureProblems,
  type ProposalPost,
  type ProposedKind,
  acceptProposed,
  picturesWaiting,
  proposeRecord,
  showProposed,
} from '#modules/records/index.server.ts';
import type { MailRefusal } from '#modules/accounts/index.server.ts';
import type { Practice, PracticeInput } from './practice.ts';
import { findPractice } from './practice-store.server.ts';
import {
  type InvalidPractice,
  type PreparedPractice,
  newPractice,
  preparePractice,
} from './prepare-practice.server.ts';
import { type EditError, createDraft, publishDraft } from './save-practice.server.ts';

const practices: ProposedKind<PracticeInput, PreparedPractice, Practice, InvalidPractice, EditError> = {
  purpose: 'publish-practice',
  prepare: (context, input) => preparePractice(context, input, newPractice),
  createDraft,
  find: findPractice,
  publish: publishDraft,
};

/** Everything that is wrong with a proposal: its fields, each with a message `practices.error.<field>`, and its address. */
export interface ProposalRefusal {
  code: 'invalid';
  fields: string[];
  email: MailRefusal['code'] | null;
  picture: PictureProblems | null;
}

/** Lets someone without an account propose a practice, which waits as a draft for the button their mail leads to. */
export async function proposeByMail(
  context: Context,
  proposal: ProposalPost & { input: PracticeInput },
): Promise<Result<{ email: string }, ProposalRefusal>> {
  const proposed = await proposeRecord(context, practices, proposal);
  if (proposed.ok) return proposed;
  const { invalid, email, picture } = proposed.error;
  return err({ code: 'invalid', fields: invalid?.fields ?? [], email, picture });
}

/** What opening the link shows: the practice as it will be published, and what the pictures show that wait with it. */
export async function showProposal(context: Context, token: string) {
  const shown = await showProposed(context, practices, token);
  if (!shown.ok) return shown;
  const { id, createdBy } = shown.value.record;
  const author: Context = { ...context, actor: { personId: createdBy, role: 'visitor' } };
  const pictures = (await picturesWaiting(author, id)).map(({ description }) => description);
  return ok({ ...shown.value, pictures });
}

/** What pressing the button does: the practice is public, and the person's address is proved. */
export function acceptProposal(context: Context, token: string) {
  return acceptProposed(context, practices, token);
}
