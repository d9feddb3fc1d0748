import { newId } from '#kernel/ids.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { appendToJournal, historyOfTerritory } from '#kernel/journal.server.ts';
import { makeSignedLink } from '#kernel/signed-links.server.ts';
import {
  acceptEmailChange,
  acceptInvitation,
  acceptOwnerLink,
  acceptSignInLink,
  askEmailChange,
  inviteToRole,
  listInvitations,
  makeOwnerLink,
  requestSignIn,
  restoreEmail,
  withdrawInvitation,
} from '#modules/accounts/index.server.ts';
import { makeReport } from '#modules/moderation/index.server.ts';
import {
  acceptProposal,
  importPractices,
  proposeByMail,
  receiveImport,
} from '#modules/practices/index.server.ts';
import {
  acceptPageProposal,
  addTopic,
  changeTopic,
  proposePageByMail,
} from '#modules/records/index.server.ts';
import type { Context } from '#kernel/context.ts';
import { tokenIn } from './evaluation-subjects.ts';
import { type Subject, type Wanted, makers } from './record-subjects.ts';
import { actingAs, done, openSession } from './scene.ts';

const newAddress = () => `${newId()}@exemple.test`;

/** A mail whose only word is its link, which is then known. */
function letter() {
  let link = '';
  const mail = { subject: 'Votre lien', body: (address: string) => (link = address) };
  return { mail, token: () => tokenIn(link) };
}

/** Where it is made, and by someone trusted there. */
export function placeOf({ scene, state }: Wanted): { visitor: Context; author: Context } {
  return state === 'elsewhere'
    ? { visitor: scene.there, author: scene.authorThere }
    : { visitor: scene.here, author: scene.author };
}

/** An inventory at an address: what this very site gives to everyone. */
export async function openInventory({ scene }: Wanted): Promise<Subject> {
  return { params: {}, fields: { address: `${scene.app.origin}/api/v1/practices.geojson`, source: newId() } };
}

const madeUp = { params: { token: 'invente' }, fields: { email: newAddress() } };

export async function signInLink(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return madeUp;
  const { visitor } = placeOf(wanted);
  const { mail, token } = letter();
  done(await requestSignIn(visitor, { email: newAddress(), path: '/x', returnTo: '/', mail }));
  if (wanted.state === 'used') done(await acceptSignInLink(visitor, token()));
  return { params: { token: token() } };
}

export async function ownerLink(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return madeUp;
  const { visitor } = placeOf(wanted);
  const token = await makeOwnerLink(visitor);
  if (wanted.state === 'used')
    done(await acceptOwnerLink(visitor, { token, email: newAddress(), name: 'Une' }));
  return { params: { token }, fields: { email: newAddress() } };
}

export async function roleLink(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return madeUp;
  const { visitor, author } = placeOf(wanted);
  const { mail, token } = letter();
  const email = newAddress();
  done(await inviteToRole(author, { email, role: 'facilitator', path: '/x', mail: () => mail }));
  if (wanted.state === 'withdrawn') done(await withdrawInvitation(author, await invitationOf(author, email)));
  if (wanted.state === 'used') done(await acceptInvitation(visitor, { token: token(), name: 'Une' }));
  return { params: { token: token() } };
}

async function invitationOf(author: Context, email: string): Promise<string> {
  const all = done(await listInvitations(author));
  return all.find((invitation) => invitation.email === email)?.id ?? '';
}

/** An invitation to a role, which its inviter and owners may send again or take back. */
export async function roleInvitation(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'absent') return { params: {}, fields: { invitation: newId() } };
  const { author } = placeOf(wanted);
  const inviter = wanted.state === 'own' ? actingAs(wanted.scene, wanted.someone, 'facilitator') : author;
  const { mail } = letter();
  const email = newAddress();
  done(await inviteToRole(inviter, { email, role: 'contributor', path: '/x', mail: () => mail }));
  return { params: {}, fields: { invitation: await invitationOf(author, email) } };
}

export async function proposalLink(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return madeUp;
  const { visitor } = placeOf(wanted);
  const { mail, token } = letter();
  const input = { title: 'Une pratique', commune: 'Redon', status: 'active' };
  done(await proposeByMail(visitor, { email: newAddress(), input, mail, path: '/x' }));
  if (wanted.state === 'used') done(await acceptProposal(visitor, token()));
  return { params: { token: token() } };
}

export async function pageProposalLink(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return madeUp;
  const { visitor } = placeOf(wanted);
  const { mail, token } = letter();
  const input = { input: { title: 'Une page', pitch: '', body: 'Un texte.', language: 'fr' } };
  done(await proposePageByMail(visitor, { email: newAddress(), input, mail, path: '/x' }));
  if (wanted.state === 'used') done(await acceptPageProposal(visitor, token()));
  return { params: { token: token() } };
}

const taken = { subject: 'Prise', body: 'Cette adresse est prise.' };

/** The link of an address that someone asked for: who asks here, or somebody else. */
export async function emailLink(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return madeUp;
  const { scene, state } = wanted;
  const someone = await scene.someoneAs('contributor');
  if (!someone) throw new Error('A contributor is someone');
  const context =
    state === 'elsewhere'
      ? { ...actingAs(scene, someone), territoryId: scene.there.territoryId }
      : actingAs(scene, someone);
  const { mail, token } = letter();
  done(await askEmailChange(context, { email: newAddress(), path: '/x', mail, taken }));
  if (state === 'replaced') {
    done(await askEmailChange(context, { email: newAddress(), path: '/x', mail: letter().mail, taken }));
  }
  return { params: { token: token() }, ...(state !== 'other' && { cookie: someone.cookie }) };
}

/** The link that a former address gets, for whoever reads it there. */
export async function restoreLink(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return madeUp;
  const { scene, state } = wanted;
  const someone = await scene.someoneAs('contributor');
  const territoryId = state === 'elsewhere' ? scene.there.territoryId : scene.here.territoryId;
  const context = { ...actingAs(scene, someone), territoryId };
  const asked = letter();
  done(await askEmailChange(context, { email: newAddress(), path: '/x', mail: asked.mail, taken }));
  const former = letter();
  const change = { token: asked.token(), session: undefined, path: '/x', notice: former.mail };
  done(await acceptEmailChange(context, change));
  const notice = { subject: 'Rendue', body: 'Elle est rendue.' };
  if (state === 'used') done(await restoreEmail(context, { token: former.token(), notice }));
  return { params: { token: former.token() } };
}

/** The link by which whoever reads it stops the news of someone, again and again. */
export async function stopLink(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'made up') return madeUp;
  const { visitor } = placeOf(wanted);
  const personId = (await wanted.scene.someoneAs('contributor'))?.id ?? null;
  const link = { purpose: 'stop-news', subject: 'all', personId, minutes: 60 };
  return { params: { token: await makeSignedLink(visitor, { ...link, territoryId: visitor.territoryId }) } };
}

/** A session of who asks, in a browser of theirs, or of somebody else. */
export async function session({ scene, state, someone }: Wanted): Promise<Subject> {
  if (state === 'absent') return { params: {}, fields: { session: newId() } };
  const holder = state === 'own' ? someone : scene.who.owner;
  const other = state === 'own' ? holder : await scene.someoneAs('contributor');
  const { sessionId } = await openSession(scene.app, other?.id ?? '');
  return { params: {}, fields: { session: sessionId } };
}

/** Someone with a place on the territory. */
export async function person({ scene, state }: Wanted): Promise<Subject> {
  const someone = await scene.someoneAs(state === 'elsewhere' ? 'neighbour' : 'contributor');
  const id = state === 'absent' ? newId() : (someone?.id ?? '');
  const until = scene.app.clock.now().toISOString();
  return { params: {}, fields: { person: id, until } };
}

async function* tableOf(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`id,nom,commune\n${newId()},Un atelier,Redon\n`);
}

/** A table that waits for the word of whoever sent it. */
export async function importRun(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'absent') return { params: { id: newId() } };
  const file = { bytes: tableOf(), fileName: 'lieux.csv', sourceName: '', licence: '' };
  return { params: { id: done(await receiveImport(placeOf(wanted).author, file)) } };
}

export async function importedRun(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'absent') return { params: { id: newId() } };
  const file = { open: tableOf, fileName: 'lieux.csv', dryRun: false };
  const { importId } = done(await importPractices(placeOf(wanted).author, file));
  return { params: { id: importId } };
}

export const topicName = () => `Sujet ${newId().slice(-12)}`;

/** A theme, challenge or community of interest, as the address asks. */
export async function topic(wanted: Wanted, path: string): Promise<Subject> {
  if (wanted.state === 'absent') return { params: { slug: 'rien' }, fields: { at: newId() } };
  const kind = path.startsWith('/defis')
    ? 'challenge'
    : path.startsWith('/communautes')
      ? 'community'
      : 'theme';
  const { author } = placeOf(wanted);
  const { id, slug } = done(await addTopic(author, kind, { name: topicName() }));
  return { params: { slug }, fields: { at: id, name: topicName() } };
}

/** The journal's entry of a change of a theme. */
export async function changedTopic(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'absent') return { params: {}, fields: { at: newId() } };
  const { author } = placeOf(wanted);
  const { fields } = await topic(wanted, '/themes');
  done(await changeTopic(author, fields?.['at'] ?? '', { name: topicName() }));
  const { db, territoryId } = author;
  const entries = await historyOfTerritory(db, { territoryId, actions: ['topic.changed'], limit: 100 });
  const entry = entries.find(({ changes }) => changes['topic']?.after === fields?.['at']);
  return { params: {}, fields: { at: entry?.id ?? '' } };
}

export async function report(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'absent') return { params: {}, fields: { report: newId() } };
  const { author } = placeOf(wanted);
  const practice = await makers.practice(author, 'Une pratique');
  const id = done(
    await makeReport(author, {
      target: { shortId: practice.shortId, commentId: null },
      reason: 'wrong',
      words: '',
      email: '',
      address: '203.0.113.7',
      language: 'fr',
    }),
  );
  return { params: {}, fields: { report: id } };
}

/** The journal's entry that tells that everything someone did was undone. */
export async function undoing(wanted: Wanted): Promise<Subject> {
  const id = newId();
  if (wanted.state === 'absent') return { params: {}, fields: { entry: id } };
  const { author } = placeOf(wanted);
  const counts = { counts: { before: null, after: {} } };
  await inTransaction(author.db, (db) =>
    appendToJournal({ ...author, db }, { id, action: 'moderation.undone', changes: counts }),
  );
  return { params: {}, fields: { entry: id } };
}
