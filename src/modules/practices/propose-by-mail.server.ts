import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import {
  type SignedLinkError,
  makeSignedLink,
  readSignedLink,
  useSignedLink,
} from '#kernel/signed-links.server.ts';
import type { Person } from '#modules/accounts/index.ts';
import {
  type LinkMail,
  type MailRefusal,
  changedAddressSince,
  checkAddress,
  findOrCreatePerson,
  findPerson,
  joinTerritory,
  mailLink,
  mayAskFrom,
  proveEmail,
} from '#modules/accounts/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import type { Practice, PracticeInput } from './practice.ts';
import { findPractice } from './practice-store.server.ts';
import { newPractice, preparePractice } from './prepare-practice.server.ts';
import { type EditError, createDraft, publishDraft } from './save-practice.server.ts';

const purpose = 'publish-practice';
/** Three days: people read their mail when they can. */
const minutes = 3 * 24 * 60;

/** Everything that is wrong with a proposal: its fields, each with a message `practices.error.<field>`, and its address. */
export interface ProposalRefusal {
  code: 'invalid';
  fields: string[];
  email: MailRefusal['code'] | null;
}

/**
 * Lets someone without an account propose a practice: it waits as a draft until they press the button their
 * mail leads to. Nothing they wrote is lost if the mail comes late: the link is valid from when the mail leaves.
 */
export async function proposeByMail(
  context: Context,
  proposal: { email: string; input: PracticeInput; mail: LinkMail; path: string; address?: string },
): Promise<Result<{ email: string }, ProposalRefusal>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const email = await checkAddress(inside, proposal.email);
    const prepared = await preparePractice(inside, proposal.input, newPractice);
    if (!email.ok || !prepared.ok) {
      const fields = prepared.ok ? [] : prepared.error.fields;
      return err({ code: 'invalid', fields, email: email.ok ? null : email.error.code });
    }
    if (!(await mayAskFrom(inside, proposal.address))) {
      return err({ code: 'invalid', fields: [], email: 'too-many-here' });
    }
    const to = email.value;
    const person = await findOrCreatePerson(db, { email: to, name: '', now: context.clock.now() });
    const author: Context = { ...inside, actor: { personId: person.id, role: 'visitor' } };
    const draft = await createDraft(author, prepared.value);
    const token = await makeSignedLink(author, {
      purpose,
      territoryId: context.territoryId,
      subject: draft.id,
      personId: person.id,
      minutes,
    });
    const path = `${proposal.path}/${token}`;
    await mailLink(author, { to, mail: proposal.mail, path, renewMinutes: minutes, awaited: true });
    return ok({ email: to });
  });
}

/** What opening the link shows: the practice as it will be published. */
export async function showProposal(
  context: Context,
  token: string,
): Promise<Result<Practice, SignedLinkError | { code: 'not-found' }>> {
  const link = await readSignedLink(context, token, { purpose, territoryId: context.territoryId });
  if (!link.ok) return link;
  const author: Context = { ...context, actor: { personId: link.value.personId, role: 'contributor' } };
  const practice = await findPractice(author, { id: link.value.subject });
  return practice ? ok(practice) : err({ code: 'not-found' });
}

/**
 * What pressing the button does: the practice is public, and the person's address is proved. Someone who was removed
 * from the territory publishes nothing. `signsIn` is false when the person has left the address that got the link: who
 * reads it there is no longer they.
 */
export async function acceptProposal(
  context: Context,
  token: string,
): Promise<
  Result<
    { record: RecordCore; person: Person; signsIn: boolean },
    SignedLinkError | EditError | { code: 'removed' }
  >
> {
  return inTransaction(context.db, async (db) => {
    const link = await useSignedLink({ db, clock: context.clock }, token, {
      purpose,
      territoryId: context.territoryId,
    });
    if (!link.ok) return link;
    const person = link.value.personId && (await findPerson(db, link.value.personId));
    if (!person) return err({ code: 'not-found' });
    const { territoryId, clock } = context;
    const role = await joinTerritory(db, { territoryId, personId: person.id, now: clock.now() });
    if (role === 'visitor') return err({ code: 'removed' });
    const author: Context = { ...context, db, actor: { personId: person.id, role } };
    await proveEmail(db, person.id);
    const record = await publishDraft(author, link.value.subject);
    if (!record.ok) return record;
    const since = new Date(link.value.expiresAt.getTime() - minutes * 60_000);
    const signsIn = !(await changedAddressSince(db, { personId: person.id, since }));
    return ok({ record: record.value, person, signsIn });
  });
}
