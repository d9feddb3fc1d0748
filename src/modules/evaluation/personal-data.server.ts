import type { Context } from '#kernel/context.ts';
import type { ForgetWish, PersonalDataPart, ToldRow } from '#kernel/personal-data.ts';
import { findStoredResult, lockState } from './evaluation-state-store.server.ts';
import { withoutSignature } from './forget-signature.ts';
import {
  type ReceivedInvitation,
  forgetInvitationsTo,
  invitationsTo,
  renameSheet,
  writeResult,
} from './personal-data-store.server.ts';
import { respondentKeyOf } from './respondent-key.server.ts';
import { findSheet } from './sheet-store.server.ts';

/**
 * Invitations, and what was signed through them. What was answered in an anonymous college is neither told nor changed:
 * the site does not tie it to anyone.
 */
export const evaluationPersonalData: PersonalDataPart = {
  tell: (context, { emails }) => [
    {
      name: 'answers',
      columns: ['evaluation', 'college', 'kind', 'at', 'signature', 'answers', 'remarks'],
      rows: () => answersOf(context, emails),
    },
  ],
  async forget(inside, { emails }, wish) {
    for (const invitation of await invitationsTo(inside, emails)) {
      if (invitation.kind === 'named') await forgetSigned(inside, invitation, wish);
    }
    await forgetInvitationsTo(inside, emails);
  },
};

async function answersOf(context: Context, emails: readonly string[]): Promise<ToldRow[]> {
  const invitations = await invitationsTo(context, emails);
  return Promise.all(
    invitations.map(async (invitation) => {
      const sheet = invitation.kind === 'named' ? await sheetOf(context, invitation) : undefined;
      return {
        evaluation: invitation.title,
        college: invitation.college,
        kind: invitation.kind,
        at: invitation.at.toISOString(),
        signature: sheet?.signature ?? '',
        answers: sheet?.answers ?? {},
        remarks: sheet?.remarks ?? {},
      };
    }),
  );
}

async function sheetOf(context: Context, { id, evaluationId, collegeKey }: ReceivedInvitation) {
  const respondentKey = await respondentKeyOf(context.db, id);
  return findSheet(context, { evaluationId, collegeKey, respondentKey });
}

/** What they signed stays and counts, by nobody in particular; what they wrote beside it goes if they wish. */
async function forgetSigned(
  inside: Context,
  invitation: ReceivedInvitation,
  { someone, texts }: ForgetWish,
): Promise<void> {
  const { evaluationId, collegeKey } = invitation;
  await lockState(inside, evaluationId, 'moving');
  const sheet = await sheetOf(inside, invitation);
  if (!sheet) return;
  const remarks = texts === 'keep';
  const { respondentKey, signature } = sheet;
  await renameSheet(inside, { evaluationId, respondentKey }, { signature: signature && someone, remarks });
  const result = await findStoredResult(inside, evaluationId);
  if (result && signature) {
    const next = withoutSignature(result, { collegeKey, signature, someone, remarks });
    await writeResult(inside, evaluationId, next);
  }
}
