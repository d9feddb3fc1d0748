import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type RecordState, putInState } from '#kernel/testing/visibility-matrix.server.ts';
import { editAction, findAction, openAction } from '#modules/action-plans/index.server.ts';
import { emptyLeverForm } from '#modules/knowledge/index.ts';
import { editLever, writeLever } from '#modules/knowledge/index.server.ts';
import { editPractice, proposePractice } from '#modules/practices/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import {
  addComment,
  describeFile,
  editPage,
  receiveDocument,
  relateRecords,
  writePage,
} from '#modules/records/index.server.ts';
import { type Scene, type Someone, actingAs, done } from './scene.ts';

/** What is made to be asked about: whose, and in which state. */
export interface Wanted {
  scene: Scene;
  /** As the rules say it: `own draft`. */
  state: string;
  /** Who will ask; null for a visitor. */
  someone: Someone | null;
}

/** What a request is about, once it exists. */
export interface Subject {
  /** What stands in the address for each parameter. */
  params: Readonly<Record<string, string>>;
  fields?: Readonly<Record<string, string>>;
  /** In whose session, when it is not that of who asks. */
  cookie?: string;
  /** A word that only those who may see it ever read. */
  secret?: string;
}

export type RecordMaker = (context: Context, title: string) => Promise<RecordCore>;

/** A record in a state: on the other territory, or never made, or here. */
export async function recordIn(
  wanted: Wanted,
  make: RecordMaker,
): Promise<{ record: RecordCore; subject: Subject }> {
  const { scene, state, someone } = wanted;
  const secret = `Secret ${newId().slice(-12)}`;
  const record = await make(state === 'elsewhere' ? scene.authorThere : scene.author, secret);
  const subject = subjectOf(record, secret);
  if (state === 'absent') {
    const absent = { slug: 'rien-00000000', record: '00000000', short: '00000000', id: newId() };
    const fields = { ...subject.fields, record: absent.record };
    return { record, subject: { ...subject, params: { ...subject.params, ...absent }, fields } };
  }
  if (state.startsWith('own') && someone) await giveTo(scene, record.id, someone.id);
  const told = state.replace(/^own ?/, '');
  const [first = '', second = 'public'] = told.split(' ');
  if (first === 'members' || first === 'draft') await putInState(scene.here, record.id, first);
  if (first === 'deleted' || first === 'hidden') {
    await putInState(scene.here, record.id, `${first} ${second}` as RecordState);
  }
  return { record, subject };
}

function subjectOf(record: RecordCore, secret: string): Subject {
  const { shortId } = record;
  return {
    params: { slug: `${record.slug}-${shortId}`, record: shortId, short: shortId, id: record.id },
    fields: { version: String(record.version), kind: record.kind, record: shortId },
    secret,
  };
}

async function giveTo(scene: Scene, recordId: Id, personId: Id): Promise<void> {
  await sql`
    update record set created_by = ${personId}, author_ids = array[${personId}::uuid]
    where territory_id = ${scene.here.territoryId} and id = ${recordId}`.execute(scene.app.db);
}

const practiceInput = (title: string) => ({ title, commune: 'Redon', status: 'active', language: 'fr' });
const actionInput = (title: string) => ({ title, who: 'La commune', due: '2030', what: 'Le faire.' });
const leverInput = (title: string) => ({
  ...emptyLeverForm,
  title,
  how: 'Ainsi.',
  language: 'fr',
  phase: 'trigger',
  posture: 'let',
  competent: ['commune'],
});

export const makers = {
  practice: async (context, title) => done(await proposePractice(context, practiceInput(title))),
  lever: async (context, title) =>
    done(await writeLever(context, { input: leverInput(title), criteria: [] })),
  action: async (context, title) => done(await openAction(context, { input: actionInput(title) })),
  page: async (context, title) => done(await writePage(context, { input: pageInput(title) })),
} satisfies Record<string, RecordMaker>;
export type MadeKind = keyof typeof makers;

const pageInput = (title: string) => ({ title, pitch: '', body: 'Un texte.', language: 'fr' });

/** A record with a comment: of who asks when the state says so, else of its author. */
export function commented(wanted: Wanted, kind: MadeKind): Promise<Subject> {
  return commentedOf(wanted, makers[kind]);
}

/** The same of a record that is made otherwise. */
export async function commentedOf(wanted: Wanted, make: RecordMaker): Promise<Subject> {
  const { scene, someone } = wanted;
  const isOwn = wanted.state === 'own comment';
  let id: Id = '';
  const { subject } = await recordIn(
    { ...wanted, state: isOwn ? 'other' : wanted.state },
    async (context, title) => {
      const record = await make(context, title);
      const writer = isOwn ? actingAs(scene, someone) : context;
      id = done(await addComment(writer, { recordId: record.id, markdown: 'Un mot' }));
      return record;
    },
  );
  return { ...subject, fields: { ...subject.fields, id } };
}

/** A record that was changed once, and the journal's entry of that change. */
export async function changed(wanted: Wanted, kind: MadeKind): Promise<Subject> {
  let entry: Id = '';
  const { subject } = await recordIn(wanted, async (context, title) => {
    const record = await makers[kind](context, `${title} avant`);
    const after = done(await edits[kind](context, record, title));
    const [latest] = await historyOf(context.db, {
      territoryId: context.territoryId,
      recordId: record.id,
      limit: 1,
    });
    entry = latest?.id ?? '';
    return after;
  });
  return { ...subject, fields: { ...subject.fields, entry } };
}

const edits = {
  practice: (context: Context, { id, version }: RecordCore, title: string) =>
    editPractice(context, { recordId: id, version, input: practiceInput(title) }),
  lever: (context: Context, { id, version }: RecordCore, title: string) =>
    editLever(context, { recordId: id, version, input: leverInput(title), criteria: [] }),
  page: (context: Context, { id, version }: RecordCore, title: string) =>
    editPage(context, { recordId: id, version, input: pageInput(title) }),
  action: async (context: Context, { id, version }: RecordCore, title: string) => {
    const found = await findAction(context, { id });
    const input = { ...actionInput(title), status: found?.details.status ?? 'planned' };
    return editAction(context, { recordId: id, version, input });
  },
};

/** A practice and another that everyone sees, tied to it or not yet. */
export async function beside(wanted: Wanted, isTied: boolean): Promise<Subject> {
  const other = await makers.practice(wanted.scene.author, 'Une autre');
  const { subject } = await recordIn(wanted, async (context, title) => {
    const record = await makers.practice(context, title);
    const there = wanted.state === 'elsewhere';
    if (isTied && !there) done(await relateRecords(context, { recordId: record.id, otherId: other.id }));
    return record;
  });
  return { ...subject, fields: { ...subject.fields, other: other.id } };
}

/** A practice that shows a document. */
export async function filed(wanted: Wanted): Promise<Subject> {
  let id: Id = '';
  const { subject } = await recordIn(wanted, async (context, title) => {
    const record = await makers.practice(context, title);
    const bytes = new TextEncoder().encode('Un texte.');
    const file = { name: 'notes.txt', size: bytes.length, bytes: () => Promise.resolve(bytes) };
    id = done(await receiveDocument(context, { recordId: record.id, file }));
    const said = { description: 'Des notes', decorative: false, credit: 'Le four', licence: 'CC-BY-SA-4.0' };
    done(await describeFile(context, { recordId: record.id, id }, said));
    return record;
  });
  const params = { ...subject.params, file: id, name: 'notes.txt' };
  return { ...subject, params, fields: { ...subject.fields, id } };
}
