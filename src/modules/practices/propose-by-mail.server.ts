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
  type MailRefusal,
  findPerson,
  mailLink,
  personFor,
  proveEmail,
} from '#modules/accounts/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import type { Practice, PracticeInput } from './practice.ts';
import { findPractice } from './practice-store.server.ts';
import type { InvalidPractice } from './prepare-practice.server.ts';
import { type EditError, createDraft, publishDraft } from './save-practice.server.ts';

const purpose = 'publish-practice';
/** Three days: people read their mail when they can. */
const minutes = 3 * 24 * 60;

/**
 * Lets someone without an account propose a practice: it waits as a draft until they press the button their
 * mail leads to. Nothing they wrote is lost if the mail comes late.
 */
export async function proposeByMail(
  context: Context,
  proposal: {
    email: string;
    input: PracticeInput;
    mail: { subject: string; body: (link: string) => string };
    path: string;
  },
): Promise<Result<{ email: string }, InvalidPractice | MailRefusal>> {
  return inTransaction(context.db, async (db) => {
    const person = await personFor({ ...context, db }, proposal.email);
    if (!person.ok) return person;
    const author: Context = { ...context, db, actor: { personId: person.value.id, role: 'visitor' } };
    const draft = await createDraft(author, proposal.input);
    if (!draft.ok) return draft;
    const token = await makeSignedLink(author, {
      purpose,
      territoryId: context.territoryId,
      subject: draft.value.id,
      personId: person.value.id,
      minutes,
    });
    await mailLink(author, {
      to: person.value.email,
      mail: proposal.mail,
      path: `${proposal.path}/${token}`,
    });
    return ok({ email: person.value.email });
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

/** What pressing the button does: the practice is public, and the person's address is proved. */
export async function acceptProposal(
  context: Context,
  token: string,
): Promise<Result<{ record: RecordCore; person: Person }, SignedLinkError | EditError>> {
  return inTransaction(context.db, async (db) => {
    const link = await useSignedLink({ db, clock: context.clock }, token, {
      purpose,
      territoryId: context.territoryId,
    });
    if (!link.ok) return link;
    const person = link.value.personId && (await findPerson(db, link.value.personId));
    if (!person) return err({ code: 'not-found' });
    const author: Context = { ...context, db, actor: { personId: person.id, role: 'contributor' } };
    await proveEmail(db, person.id);
    const record = await publishDraft(author, link.value.subject);
    return record.ok ? ok({ record: record.value, person }) : record;
  });
}
