import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, problemsOf } from '#kernel/field-problems.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import { createRecord } from './change-record.server.ts';
import type { CoreFormValues } from './core-form.ts';
import { type DetailedKind, type SaveError, editDetailed, undoDetailed } from './detailed-records.server.ts';
import { newRecordFields } from './new-record.ts';
import { mayAddLinks } from './newcomer-links.server.ts';
import { type PageInput, pageShape } from './page-form.ts';
import { prepareCore } from './prepare-core.server.ts';
import type { RecordCore, RecordFields } from './record.ts';
import { findRecord } from './record-store.server.ts';

/** A knowledge page as it was written, with the part that forms of all kinds share. */
export interface PageWriting {
  input: PageInput;
  core?: CoreFormValues | undefined;
}

/** The fields that were not understood, and `links`: too many, for a newcomer. */
export interface InvalidPage {
  code: 'invalid';
  problems: FieldProblem[];
}

/** A page keeps nothing beside the core. */
type NoDetails = Record<never, never>;

const pages: DetailedKind<NoDetails> = {
  find: findPage,
  update: async () => undefined,
  stateOf: () => ({}),
};

export type PageEditError = InvalidPage | SaveError<NoDetails>;

/** A knowledge page that the actor may see. */
export async function findPage(context: Context, where: { id: string } | { shortId: string }) {
  const record = await findRecord(context, where);
  return record?.kind === 'page' ? { record, details: {} } : undefined;
}

/** Writes a page. For whoever is signed in, who says who may see it; others pass through a mail link. */
export async function writePage(
  context: Context,
  writing: PageWriting,
): Promise<Result<RecordCore, InvalidPage | { code: 'not-allowed' }>> {
  if (!hasRole(context.actor, 'contributor')) return err({ code: 'not-allowed' });
  const prepared = await preparePage(context, writing, newRecordFields);
  if (!prepared.ok) return prepared;
  return ok(await createPage(context, prepared.value));
}

/** Writes record and journal together; the caller has checked who may. */
export function createPage(context: Context, fields: RecordFields): Promise<RecordCore> {
  return inTransaction(context.db, (db) =>
    createRecord({ ...context, db }, { kind: 'page', fields, details: {} }),
  );
}

/** Saves an edited page, unless someone else saved since `version`: then both texts are handed back. */
export function editPage(
  context: Context,
  edit: PageWriting & { recordId: string; version: number },
): Promise<Result<RecordCore, PageEditError>> {
  const { recordId, version } = edit;
  return editDetailed<NoDetails, InvalidPage>(context, pages, {
    recordId,
    version,
    prepare: async ({ record, details }, inside) => {
      const prepared = await preparePage(inside, edit, record);
      return prepared.ok ? ok({ fields: prepared.value, details }) : prepared;
    },
  });
}

/** Shows a draft to everyone. */
export function publishPage(
  context: Context,
  recordId: string,
): Promise<Result<RecordCore, SaveError<NoDetails>>> {
  return editDetailed(context, pages, {
    recordId,
    prepare: ({ record, details }) => ok({ fields: { ...record, visibility: 'public' }, details }),
  });
}

/** Gives the fields of one journal entry the values they had before it. */
export function undoPageChange(context: Context, undo: { recordId: string; entryId: string }) {
  return undoDetailed(context, pages, undo);
}

/** Checks what was typed and puts it over what was there. */
export async function preparePage(
  context: Context,
  { input, core: typed }: PageWriting,
  base: RecordFields,
): Promise<Result<RecordFields, InvalidPage>> {
  const read = pageShape.safeParse(input);
  const core = await prepareCore(context, typed, base);
  if (!read.success || !core.ok) {
    const problems = [...(read.success ? [] : problemsOf(read.error)), ...(core.ok ? [] : core.error)];
    return err({ code: 'invalid', problems });
  }
  const { body: text, language, visibility, ...given } = read.data;
  const body = checkRichText(parseMarkdown(text));
  if (!body.ok) return err({ code: 'invalid', problems: [{ field: 'body' }] });
  if (!(await mayAddLinks(context, body.value, base.body))) {
    return err({ code: 'invalid', problems: [{ field: 'links' }] });
  }
  return ok({
    ...core.value,
    ...given,
    // A source that has an address and no name is called by its site.
    sourceName: given.sourceName || hostOf(given.sourceUrl),
    body: body.value,
    language: language ?? base.language,
    visibility: visibility ?? base.visibility,
  });
}

function hostOf(address: string): string {
  return address === '' ? '' : new URL(address).hostname;
}
