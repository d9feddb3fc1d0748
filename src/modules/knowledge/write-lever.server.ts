import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, problemsOf } from '#kernel/field-problems.ts';
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
  prepareCore,
  undoDetailed,
} from '#modules/records/index.server.ts';
import type { Family } from './knowledge-base.ts';
import { type LeverDetails, can, competentBodies, leverState } from './lever.ts';
import type { LeverFormValues } from './lever-form.ts';
import { leverInputShape, ticked } from './lever-input.ts';
import { findLever, insertLeverDetails, updateLeverDetails } from './lever-store.server.ts';
import { shippedKnowledge } from './read-knowledge.server.ts';

/** What was typed, and the ids of the criteria that one could tick: frameworks are another module's. */
export interface LeverWriting {
  input: LeverFormValues;
  /** The part that forms of all kinds share. */
  core?: CoreFormValues | undefined;
  criteria: readonly string[];
}

/** The fields that were not understood, by the names of their controls (`sources-2-url`). */
export interface InvalidLever {
  code: 'invalid';
  problems: FieldProblem[];
}

/** Writes a lever of the territory's own, which everyone sees at once. */
export async function writeLever(
  context: Context,
  writing: LeverWriting,
): Promise<Result<RecordCore, InvalidLever | { code: 'not-allowed' }>> {
  if (!can(context.actor, 'write-lever')) return err({ code: 'not-allowed' });
  const prepared = await prepare(context, writing, newLever);
  if (!prepared.ok) return prepared;
  const { fields, details } = prepared.value;
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const record = await createRecord(inside, { kind: 'lever', fields, details: leverState(details) });
    await insertLeverDetails(inside, record.id, details);
    return ok(record);
  });
}

const levers: DetailedKind<LeverDetails> = {
  find: findLever,
  update: updateLeverDetails,
  stateOf: leverState,
};

export type LeverEditError = InvalidLever | SaveError<LeverDetails>;

/** Saves an edited lever, unless someone else saved since `version`: then both texts are handed back. */
export async function editLever(
  context: Context,
  edit: LeverWriting & { recordId: string; version: number },
): Promise<Result<RecordCore, LeverEditError>> {
  if (!can(context.actor, 'write-lever')) return err({ code: 'not-allowed' });
  const { recordId, version } = edit;
  return editDetailed(context, levers, {
    recordId,
    version,
    prepare: ({ record, details }, inside) => prepare(inside, edit, { fields: record, details }),
  });
}

/** Gives the fields of one journal entry the values they had before it. */
export async function undoLeverChange(context: Context, undo: { recordId: string; entryId: string }) {
  if (!can(context.actor, 'write-lever')) return err({ code: 'not-allowed' as const });
  return undoDetailed(context, levers, undo);
}

/** The lever as it stands before anyone filled it in. */
const newLever: NewState<LeverDetails> = {
  fields: newRecordFields,
  details: {
    shippedId: null,
    phase: 'trigger',
    posture: 'let',
    competent: [],
    means: [],
    brakes: [],
    callsOn: [],
    criteria: [],
    inspirations: [],
    sources: [],
  },
};

/** Checks what was typed and puts it over what was there. */
async function prepare(
  context: Context,
  { input, criteria, core: typed }: LeverWriting,
  base: NewState<LeverDetails>,
): Promise<Result<NewState<LeverDetails>, InvalidLever>> {
  const read = leverInputShape.safeParse(input);
  const core = await prepareCore(context, typed, base.fields);
  const before = base.details;
  const competent = ticked(competentBodies, input.competent, before.competent);
  const problems = [
    ...(read.success ? [] : problemsOf(read.error)),
    ...(competent.length === 0 ? [{ field: 'competent' }] : []),
    ...(core.ok ? [] : core.error),
  ];
  if (!read.success || !core.ok || problems.length > 0) return err({ code: 'invalid', problems });
  const { title, pitch, how, language = base.fields.language, phase, posture, ...given } = read.data;
  const body = checkRichText(parseMarkdown(how));
  if (!body.ok) return err({ code: 'invalid', problems: [{ field: 'how' }] });
  const details: LeverDetails = {
    shippedId: before.shippedId,
    phase,
    posture,
    competent,
    means: ticked(idsOf('means'), given.means, before.means),
    brakes: ticked(idsOf('brake'), given.brakes, before.brakes),
    callsOn: ticked(idsOf('cooperation-lever'), given.callsOn, before.callsOn),
    criteria: ticked(criteria, given.criteria, before.criteria),
    inspirations: given.inspirations,
    sources: given.sources,
  };
  return ok({ fields: { ...core.value, title, pitch, language, body: body.value }, details });
}

function idsOf(family: Family): string[] {
  const entries = [...shippedKnowledge().base.entries.values()];
  return entries.filter((entry) => entry.family === family).map(({ id }) => id);
}
