import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { type GivenRole, can, invitationDays, givenRoles, readPeopleQuery } from '#modules/accounts/index.ts';
import {
  changeRole,
  findPerson,
  inviteToRole,
  listInvitations,
  listPeople,
  readRoleHistory,
  resendInvitation,
  withdrawInvitation,
} from '#modules/accounts/index.server.ts';
import { mailState } from '../../mail-state.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context } = locals;
  const query = readPeopleQuery(url.searchParams);
  const [list, invitations, history] = await Promise.all([
    listPeople(context, query),
    listInvitations(context),
    readRoleHistory(context),
  ]);
  if (!list.ok) return refuse(list.error.code);
  if (!invitations.ok) return refuse(invitations.error.code);
  if (!history.ok) return refuse(history.error.code);
  const { actor, clock } = context;
  return {
    ...list.value,
    query,
    invitations: invitations.value.map((invitation) => ({
      ...invitation,
      expired: invitation.expiresAt <= clock.now(),
    })),
    history: history.value,
    you: actor.personId,
    mayChangeRoles: can(actor, 'change-role'),
    readsAddresses: can(actor, 'read-addresses'),
    mayGive: givenRoles.filter((role) => can(actor, 'invite', { role })),
    ...(await mailState(locals)),
  };
};

export const actions: Actions = {
  role: async ({ locals, request }) => {
    const form = await request.formData();
    const personId = String(form.get('person') ?? '');
    const changed = await changeRole(locals.context, { personId, role: String(form.get('role') ?? '') });
    if (!changed.ok) {
      const { code } = changed.error;
      return isExplained(code) ? fail(422, { error: code }) : refuse(code);
    }
    const { before, after } = changed.value;
    // What they may do here has just changed: the page is not theirs to see, or not so much of it.
    if (personId === locals.context.actor.personId) redirect(303, localPath(locals.locale, '/compte'));
    const person = await findPerson(locals.context.db, personId);
    return { changed: { name: person?.name ?? '', after, same: before === after } };
  },
  invite: async ({ locals, request }) => {
    const form = await request.formData();
    const typed = { email: String(form.get('email') ?? ''), role: String(form.get('role') ?? '') };
    const sent = await inviteToRole(locals.context, { ...typed, ...invitationMail(locals) });
    if (sent.ok) return { sent: sent.value };
    const { code } = sent.error;
    return isExplained(code) ? fail(422, { refused: { ...typed, code } }) : refuse(code);
  },
  resend: async ({ locals, request }) => {
    const id = String((await request.formData()).get('invitation') ?? '');
    const sent = await resendInvitation(locals.context, { id, ...invitationMail(locals) });
    if (sent.ok) return { sent: sent.value };
    const { code } = sent.error;
    return isExplained(code) ? fail(422, { error: code }) : refuse(code);
  },
  withdraw: async ({ locals, request }) => {
    const id = String((await request.formData()).get('invitation') ?? '');
    const withdrawn = await withdrawInvitation(locals.context, id);
    if (withdrawn.ok) return { withdrawn: withdrawn.value.email };
    const { code } = withdrawn.error;
    return isExplained(code) ? fail(422, { error: code }) : refuse(code);
  },
};

type PageRefusal = 'sign-in-first' | 'not-allowed';

/** Who may not see the page gets another one; everyone else is told on it why nothing was done. */
function isExplained<Code extends string>(code: Code): code is Exclude<Code, PageRefusal> {
  return code !== 'sign-in-first' && code !== 'not-allowed';
}

/** What the invited read: who invites them, to do what, and their link. */
function invitationMail({ locale, territory, person }: App.Locals) {
  const t = translators[locale];
  return {
    path: localPath(locale, '/invitation'),
    mail: (role: GivenRole) => {
      const values = {
        territory: territory.name,
        inviter: person?.name || t('accounts.someone'),
        role: t(`accounts.role.${role}`),
        can: t(`accounts.role-can.${role}`),
        days: invitationDays,
      };
      return {
        subject: t('accounts.invitation.mail.subject', values),
        body: (link: string) => t('accounts.invitation.mail.body', { ...values, link }),
      };
    },
  };
}
