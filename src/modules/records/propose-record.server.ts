import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
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
import {
  type PictureProblems,
  type ProposedPicture,
  attachPictures,
  keepProposedPicture,
  makeProposedPicture,
  problemsOfPicture,
} from './propose-picture.server.ts';
import type { RecordCore } from './record.ts';

/** Three days: people read their mail when they can. */
const minutes = 3 * 24 * 60;

/** How records of a kind are proposed by someone without an account, and published by the button their mail leads to. */
export interface ProposedKind<Input, Prepared, Found, Invalid, Refused> {
  /** What its links are for: one made for another kind opens nothing here. */
  purpose: string;
  prepare(context: Context, input: Input): Promise<Result<Prepared, Invalid>>;
  /** Writes what was prepared so that nobody but its author sees it. */
  createDraft(author: Context, prepared: Prepared): Promise<RecordCore>;
  find(author: Context, where: { id: string }): Promise<Found | undefined>;
  publish(author: Context, recordId: Id): Promise<Result<RecordCore, Refused>>;
}

/** How someone without an account is answered, and where they are. */
export interface ProposalPost {
  email: string;
  mail: LinkMail;
  /** Path of the page that the link opens, without the token. */
  path: string;
  /** Network address they wrote from, to hold back whoever asks too often. */
  address?: string;
  /** A picture that waits with the draft, and is shown once it is published. */
  picture?: ProposedPicture | undefined;
}

/** Everything that is wrong with a proposal: its fields, null when all are understood, its address and its picture. */
export interface ProposalRefusal<Invalid> {
  code: 'invalid';
  invalid: Invalid | null;
  email: MailRefusal['code'] | null;
  picture: PictureProblems | null;
}

/**
 * Lets someone without an account propose a record: it waits as a draft until they press the button their mail leads to.
 * Nothing they wrote is lost if the mail comes late: the link is valid from when the mail leaves.
 */
export async function proposeRecord<Input, Prepared, Found, Invalid, Refused>(
  context: Context,
  kind: ProposedKind<Input, Prepared, Found, Invalid, Refused>,
  proposal: ProposalPost & { input: Input },
): Promise<Result<{ email: string }, ProposalRefusal<Invalid>>> {
  return inTransaction<Result<{ email: string }, ProposalRefusal<Invalid>>>(context.db, async (db) => {
    const inside = { ...context, db };
    const email = await checkAddress(inside, proposal.email);
    const prepared = await kind.prepare(inside, proposal.input);
    const { picture } = proposal;
    const wrong = picture ? problemsOfPicture(picture) : null;
    if (!email.ok || !prepared.ok || wrong) {
      const invalid = prepared.ok ? null : prepared.error;
      return err({ code: 'invalid', invalid, email: email.ok ? null : email.error.code, picture: wrong });
    }
    if (!(await mayAskFrom(inside, proposal.address))) {
      return err({ code: 'invalid', invalid: null, email: 'too-many-here', picture: null });
    }
    // Only now: reading a picture is work.
    const made = picture && (await makeProposedPicture(inside, picture));
    if (made && !made.ok) {
      const problems = { file: made.error.code, about: [] };
      return err({ code: 'invalid', invalid: null, email: null, picture: problems });
    }
    const to = email.value;
    const person = await findOrCreatePerson(db, { email: to, name: '', now: context.clock.now() });
    const author: Context = { ...inside, actor: { personId: person.id, role: 'visitor' } };
    const draft = await kind.createDraft(author, prepared.value);
    if (picture && made) await keepProposedPicture(author, draft.id, { ...picture, sizes: made.value });
    const token = await makeSignedLink(author, {
      purpose: kind.purpose,
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

/** What opening the link shows: the record as it will be published. */
export async function showProposed<Input, Prepared, Found, Invalid, Refused>(
  context: Context,
  kind: ProposedKind<Input, Prepared, Found, Invalid, Refused>,
  token: string,
): Promise<Result<Found, SignedLinkError | { code: 'not-found' }>> {
  const { purpose } = kind;
  const link = await readSignedLink(context, token, { purpose, territoryId: context.territoryId });
  if (!link.ok) return link;
  const author: Context = { ...context, actor: { personId: link.value.personId, role: 'contributor' } };
  const found = await kind.find(author, { id: link.value.subject });
  return found ? ok(found) : err({ code: 'not-found' });
}

export interface Accepted {
  record: RecordCore;
  person: Person;
  /** False when the person has left the address that got the link: who reads it there is no longer they. */
  signsIn: boolean;
}

type AcceptRefusal = SignedLinkError | { code: 'not-found' | 'removed' };

/**
 * What pressing the button does: the record is public, and the person's address is proved. Someone who was removed from
 * the territory publishes nothing.
 */
export async function acceptProposed<Input, Prepared, Found, Invalid, Refused>(
  context: Context,
  kind: ProposedKind<Input, Prepared, Found, Invalid, Refused>,
  token: string,
): Promise<Result<Accepted, AcceptRefusal | Refused>> {
  return inTransaction<Result<Accepted, AcceptRefusal | Refused>>(context.db, async (db) => {
    const { territoryId, clock } = context;
    const link = await useSignedLink({ db, clock }, token, { purpose: kind.purpose, territoryId });
    if (!link.ok) return link;
    const person = link.value.personId && (await findPerson(db, link.value.personId));
    if (!person) return err({ code: 'not-found' });
    const role = await joinTerritory(db, { territoryId, personId: person.id, now: clock.now() });
    if (role === 'visitor') return err({ code: 'removed' });
    const author: Context = { ...context, db, actor: { personId: person.id, role } };
    await proveEmail(db, person.id);
    const record = await kind.publish(author, link.value.subject);
    if (!record.ok) return record;
    await attachPictures(author, record.value.id);
    const since = new Date(link.value.expiresAt.getTime() - minutes * 60_000);
    const signsIn = !(await changedAddressSince(db, { personId: person.id, since }));
    return ok({ record: record.value, person, signsIn });
  });
}
