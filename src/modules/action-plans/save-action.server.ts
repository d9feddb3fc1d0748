import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, problemsOf } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import {
  type CoreFormValues,
  type Kind,
  type LinkType,
  type RecordCore,
  newRecordFields,
} from '#modules/records/index.ts';
import {
  type DetailedKind,
  type NewState,
  type SaveError,
  createRecord,
  editDetailed,
  findRecord,
  linkRecords,
  mayAddLinks,
  prepareCore,
  undoDetailed,
} from '#modules/records/index.server.ts';
import { type ActionDetails, type ActionInput, actionShape, actionState, can } from './action.ts';
import { findAction, insertActionDetails, updateActionDetails } from './action-store.server.ts';

/** The fields that were not understood; each has a message `action-plans.error.<field>`. */
export interface InvalidAction {
  code: 'invalid';
  problems: FieldProblem[];
}

export type OpenError = InvalidAction | { code: 'not-allowed' | 'not-found' };

export type EditError = InvalidAction | SaveError<ActionDetails>;

type NewAction = NewState<ActionDetails>;

/** The action as it stands before anyone filled it in. */
const newAction: NewAction = {
  fields: newRecordFields,
  details: { who: '', due: '', status: 'planned', progress: '' },
};

/** What a form says of an action. */
interface Typed {
  input: ActionInput;
  /** The part that forms of all kinds share. */
  core?: CoreFormValues | undefined;
}

/** What an action is opened with. */
export interface Opening extends Typed {
  /** The lever it carries out. */
  leverId?: Id | undefined;
  /** The evaluation it follows from. */
  evaluationId?: Id | undefined;
  /** Where it comes from, for one that was not written here. */
  source?: { name: string; recordId: string };
}

/** Opens an action that everyone sees at once, and links it to the lever and to the evaluation it comes from: whole or absent. */
export async function openAction(context: Context, opening: Opening): Promise<Result<RecordCore, OpenError>> {
  if (!can(context.actor, 'open-action')) return err({ code: 'not-allowed' });
  const prepared = await prepare(context, opening, newAction);
  if (!prepared.ok) return prepared;
  const { details } = prepared.value;
  const fields = {
    ...prepared.value.fields,
    ...(opening.source && { sourceName: opening.source.name, sourceRecordId: opening.source.recordId }),
  };
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    if (!(await originsExist(inside, opening))) return err({ code: 'not-found' });
    const record = await createRecord(inside, { kind: 'action', fields, details: actionState(details) });
    await insertActionDetails(inside, record.id, details);
    for (const { toId, type } of originsOf(opening)) {
      const linked = await linkRecords(inside, { fromId: record.id, toId, type });
      if (!linked.ok) throw new Error(`An action just opened could not be linked: ${linked.error.code}`);
    }
    return ok(record);
  });
}

function originsOf({ leverId, evaluationId }: Opening): { kind: Kind; toId: Id; type: LinkType }[] {
  return [
    ...(leverId ? [{ kind: 'lever' as const, toId: leverId, type: 'carries-out' as const }] : []),
    ...(evaluationId
      ? [{ kind: 'evaluation' as const, toId: evaluationId, type: 'follows-from' as const }]
      : []),
  ];
}

async function originsExist(context: Context, opening: Opening): Promise<boolean> {
  for (const { kind, toId } of originsOf(opening)) {
    if ((await findRecord(context, { id: toId }))?.kind !== kind) return false;
  }
  return true;
}

const actions: DetailedKind<ActionDetails> = {
  find: findAction,
  update: updateActionDetails,
  stateOf: actionState,
};

/** Saves an edited action, unless someone else saved since `version`: then both texts are handed back. */
export function editAction(
  context: Context,
  edit: { recordId: string; version: number } & Typed,
): Promise<Result<RecordCore, EditError>> {
  return editDetailed(context, actions, {
    ...edit,
    prepare: ({ record, details }, inside) => prepare(inside, edit, { fields: record, details }),
  });
}

/** Says where an action stands, in one click; `progress`, when something was written, replaces what was said before. */
export function changeStatus(
  context: Context,
  change: { recordId: string; version: number; status: string; progress: string },
): Promise<Result<RecordCore, EditError>> {
  return editDetailed(context, actions, {
    ...change,
    prepare: ({ record, details }) => {
      const read = actionShape.pick({ status: true, progress: true }).safeParse(change);
      if (!read.success) return err({ code: 'invalid', problems: problemsOf(read.error) });
      const { status, progress } = read.data;
      return ok({ fields: record, details: { ...details, status, progress: progress || details.progress } });
    },
  });
}

/** Gives the fields of one journal entry the values they had before it. */
export function undoActionChange(context: Context, undo: { recordId: string; entryId: string }) {
  return undoDetailed(context, actions, undo);
}

/** Checks what was typed and puts it over what was there. */
async function prepare(
  context: Context,
  { input, core: typed }: Typed,
  base: NewAction,
): Promise<Result<NewAction, InvalidAction>> {
  const read = actionShape.safeParse(input);
  const core = await prepareCore(context, typed, base.fields);
  if (!read.success || !core.ok) {
    const problems = [...(read.success ? [] : problemsOf(read.error)), ...(core.ok ? [] : core.error)];
    return err({ code: 'invalid', problems });
  }
  const { title, what, language = base.fields.language, ...details } = read.data;
  const body = checkRichText(parseMarkdown(what));
  if (!body.ok) return err({ code: 'invalid', problems: [{ field: 'what' }] });
  if (!(await mayAddLinks(context, body.value, base.fields.body))) {
    return err({ code: 'invalid', problems: [{ field: 'what', tooManyLinks: true }] });
  }
  return ok({ fields: { ...core.value, title, body: body.value, language }, details });
}
