import type { Context } from '#kernel/context.ts';
import type { ForgetWish, PersonalDataPart, ToldRow } from '#kernel/personal-data.ts';
import { forgetEvidence } from './evidence-store.server.ts';
import { findStoredResult, lockState } from './evaluation-state-store.server.ts';
import { withoutSignature } from './forget-signature.ts';
import {
  type ReceivedInvitation,
  forgetInvitationsTo,
  invitationsTo,
  renameSheets,
  writeResult,
} from './personal-data-store.server.ts';
import { respondentKeyOf } from './respondent-key.server.ts';
import { readStored } from './session-result.ts';
import { findSheets } from './sheet-store.server.ts';

/**
 * Invitations, and what was signed through them. What was answered in an anonymous college is neither told nor changed:
 * the site does not tie it to anyone.
 */
export const evaluationPersonalData: PersonalDataPart = {
  tell: (context, { emails }) => [
    {
      name: 'answers',
      columns: [
        'evaluation',
        'college',
        'kind',
        'at',
        'subject',
        'signature',
        'answers',
        'remarks',
        'details',
      ],
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
  const rows = await Promise.all(
    invitations.map(async (invitation) => {
      const sheets = invitation.kind === 'named' ? await sheetsOf(context, invitation) : [];
      const [first = unsaid, ...others] = sheets;
      return [first, ...others].map(({ subject, signature, answers, remarks, details }) => ({
        evaluation: invitation.title,
        college: invitation.college,
        kind: invitation.kind,
        at: invitation.at.toISOString(),
        subject,
        signature,
        answers,
        remarks,
        details,
      }));
    }),
  );
  return rows.flat();
}

/** What is told of an invitation that was not answered, or of which nobody may know whether it was. */
const unsaid = { subject: '', signature: '', answers: {}, remarks: {}, details: {} };

async function sheetsOf(context: Context, { id, evaluationId }: ReceivedInvitation) {
  const respondentKey = await respondentKeyOf(context.db, id);
  return findSheets(context, { evaluationId, respondentKey });
}

/** What they signed stays and counts, by nobody in particular; what they wrote beside it goes if they wish. */
async function forgetSigned(
  inside: Context,
  invitation: ReceivedInvitation,
  { someone, texts }: ForgetWish,
): Promise<void> {
  const { evaluationId, collegeKey } = invitation;
  await lockState(inside, evaluationId, 'moving');
  const sheets = await sheetsOf(inside, invitation);
  const [sheet] = sheets;
  if (!sheet) return;
  const remarks = texts === 'keep';
  const files = sheets.flatMap(({ details }) =>
    Object.values(details).flatMap(({ file }) => file?.name ?? []),
  );
  if (!remarks) await forgetEvidence(inside, evaluationId, files);
  const { respondentKey, signature } = sheet;
  await renameSheets(inside, { evaluationId, respondentKey }, { signature: signature && someone, remarks });
  const stored = await findStoredResult(inside, evaluationId);
  if (stored && signature) {
    const change = { collegeKey, signature, someone, remarks };
    const kept = readStored(stored, []);
    const subjects = kept.subjects.map((subject) => ({
      ...subject,
      result: withoutSignature(subject.result, change),
    }));
    await writeResult(inside, evaluationId, { ...kept, subjects });
  }
}
