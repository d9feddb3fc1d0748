import type { Context } from '#kernel/context.ts';
import { type LinkMail, mailLink } from '#modules/accounts/index.server.ts';
import { makeAnswerLink } from './answer-link.server.ts';
import type { College, EvaluationSession } from './evaluation.ts';
import type { Invitation } from './invitation-store.server.ts';

/** How those invited are written to: a mail for each college, worded by the caller, and the address they answer at. */
export interface InvitationMail {
  mail: (college: College) => LinkMail;
  /** Address of the answer page, without the token. */
  path: string;
}

/** Writes to each with their own link. */
export async function mailInvitations(
  context: Context,
  session: EvaluationSession,
  letter: InvitationMail & { to: readonly Pick<Invitation, 'id' | 'collegeKey' | 'email'>[] },
): Promise<void> {
  const mails = new Map(session.colleges.map((college) => [college.key, letter.mail(college)]));
  for (const { id, collegeKey, email } of letter.to) {
    const mail = mails.get(collegeKey);
    if (!mail) throw new Error('an invitation stands in a college that its session does not have');
    const token = await makeAnswerLink(context, id);
    await mailLink(context, { to: email, mail, path: `${letter.path}/${token}` });
  }
}
