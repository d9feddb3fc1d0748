import { randomInt } from 'node:crypto';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, problemsOf } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import { type CoreFormValues, type RecordCore, newRecordFields } from '#modules/records/index.ts';
import {
  type DetailedKind,
  type NewState,
  type SaveError,
  createRecord,
  editDetailed,
  findRecord,
  prepareCore,
  undoDetailed,
} from '#modules/records/index.server.ts';
import {
  type Branch,
  type ConsultationDetails,
  can,
  consultationShape,
  consultationState,
} from './consultation.ts';
import {
  findConsultation,
  holdConsultation,
  insertConsultation,
  setRoomCode,
  updateConsultation,
} from './consultation-store.server.ts';
import { followOpinions } from './opinions.server.ts';
import { roomCodeFrom } from './take-part.server.ts';
import { hasWeights } from './weights-store.server.ts';

/** The fields that were not understood; each has a message `deliberation.error.<field>`. */
export interface InvalidConsultation {
  code: 'invalid';
  problems: FieldProblem[];
}

/** What a form says of a consultation, as it was typed. */
export interface ConsultationTyped {
  input: Record<string, string>;
  /** The part that forms of all kinds share. */
  core?: CoreFormValues | undefined;
}

type Refusal = { code: 'not-found' | 'not-allowed' };
type NewConsultation = NewState<ConsultationDetails>;

const newConsultation: NewConsultation = {
  fields: newRecordFields,
  details: {
    subjectId: null,
    needed: 30,
    opensOn: '',
    closesOn: '',
    colleges: [],
    weighing: null,
    closed: false,
  },
};

/** Opens a consultation about a record, with what may be changed and weighed in it. For facilitators. */
export async function openConsultation(
  context: Context,
  opening: ConsultationTyped & { subjectId: Id; branches: readonly Branch[] },
): Promise<Result<RecordCore, InvalidConsultation | Refusal>> {
  if (!can(context.actor, 'run')) return err({ code: 'not-allowed' });
  const prepared = await prepare(context, opening, newConsultation);
  if (!prepared.ok) return prepared;
  return inTransaction<Result<RecordCore, Refusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    const subject = await findRecord(inside, { id: opening.subjectId });
    if (!subject) return err({ code: 'not-found' });
    const details = { ...prepared.value.details, subjectId: subject.id };
    const record = await createRecord(inside, {
      kind: 'deliberation',
      fields: prepared.value.fields,
      details: consultationState(details),
    });
    await insertConsultation(inside, { recordId: record.id, details, branches: opening.branches });
    return ok(record);
  });
}

const consultations: DetailedKind<ConsultationDetails> = {
  find: findConsultation,
  update: updateConsultation,
  stateOf: consultationState,
};

export type RunError = InvalidConsultation | SaveError<ConsultationDetails>;

/** Saves an edited consultation, unless someone else saved since `version`: then both texts are handed back. */
export async function editConsultation(
  context: Context,
  edit: ConsultationTyped & { recordId: string; version: number },
): Promise<Result<RecordCore, RunError>> {
  if (!can(context.actor, 'run')) return err({ code: 'not-allowed' });
  return inTransaction<Result<RecordCore, RunError>>(context.db, async (db) => {
    const inside = { ...context, db };
    const saved = await editDetailed(inside, consultations, {
      ...edit,
      prepare: async ({ record, details }, within) => {
        const prepared = await prepare(within, edit, { fields: record, details });
        if (!prepared.ok || prepared.value.details.weighing === details.weighing) return prepared;
        // Nobody gives weights while the way to ask for them changes, nor after that in the former way.
        await holdConsultation(within, record.id, 'moving');
        const isFixed = await hasWeights(within, record.id);
        return isFixed
          ? err<InvalidConsultation>({ code: 'invalid', problems: [{ field: 'weighing' }] })
          : prepared;
      },
    });
    // How many people are needed may have changed.
    if (saved.ok) await followOpinions(inside, saved.value.id);
    return saved;
  });
}

/** Closes a consultation, whatever its dates, or opens it again. A room that was open closes with it. */
export async function setClosed(
  context: Context,
  { recordId, closed }: { recordId: Id; closed: boolean },
): Promise<Result<RecordCore, RunError>> {
  if (!can(context.actor, 'run')) return err({ code: 'not-allowed' });
  return inTransaction<Result<RecordCore, RunError>>(context.db, async (db) => {
    const inside = { ...context, db };
    const saved = await editDetailed<ConsultationDetails>(inside, consultations, {
      recordId,
      prepare: ({ record, details }) => ok({ fields: record, details: { ...details, closed } }),
    });
    if (saved.ok && closed) await setRoomCode(inside, recordId, null);
    return saved;
  });
}

/** Gives the fields of one journal entry the values they had before it. */
export async function undoConsultationChange(context: Context, undo: { recordId: string; entryId: string }) {
  if (!can(context.actor, 'run')) return err({ code: 'not-allowed' as const });
  return undoDetailed(context, consultations, undo);
}

/**
 * Opens the consultation to whoever is in a room, under a new code, or closes it: links that the room gave go on until
 * their day ends.
 */
export async function setRoom(
  context: Context,
  { recordId, open }: { recordId: Id; open: boolean },
): Promise<Result<string | null, Refusal>> {
  if (!can(context.actor, 'run')) return err({ code: 'not-allowed' });
  if (!(await findConsultation(context, { id: recordId }))) return err({ code: 'not-found' });
  return inTransaction<Result<string | null, Refusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    const code = open ? roomCodeFrom((below) => randomInt(below)) : null;
    await setRoomCode(inside, recordId, code);
    const action = `deliberation.room-${open ? 'opened' : 'closed'}`;
    await appendToJournal(inside, { recordId, action });
    return ok(code);
  });
}

/** Checks what was typed and puts it over what was there. */
async function prepare(
  context: Context,
  { input, core: typed }: ConsultationTyped,
  base: NewConsultation,
): Promise<Result<NewConsultation, InvalidConsultation>> {
  const read = consultationShape.safeParse(input);
  const core = await prepareCore(context, typed, base.fields);
  if (!read.success || !core.ok) {
    const problems = [...(read.success ? [] : problemsOf(read.error)), ...(core.ok ? [] : core.error)];
    return err({ code: 'invalid', problems });
  }
  const { title, why, language = base.fields.language, ...details } = read.data;
  const body = checkRichText(parseMarkdown(why));
  if (!body.ok) return err({ code: 'invalid', problems: [{ field: 'why' }] });
  return ok({
    fields: { ...core.value, title, body: body.value, language },
    details: { ...base.details, ...details },
  });
}
