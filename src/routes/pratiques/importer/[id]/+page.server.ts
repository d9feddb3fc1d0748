import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import type { Result } from '#kernel/result.ts';
import type { Locale } from '#kernel/translate.ts';
import { translators } from '#messages/index.ts';
import {
  type ColumnUse,
  type ImportReport,
  factText,
  importFields,
  isColumnUse,
  ownName,
  tellReport,
} from '#modules/practices/index.ts';
import {
  type ImportPreview,
  abandonImport,
  chooseColumns,
  previewImport,
  readImport,
  readSeenForm,
  startImport,
  startUndo,
} from '#modules/practices/index.server.ts';
import { refuse } from '../../../refusal.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.d.ts';

/** Remarks of one kind shown in full; the others are counted. */
const examples = 5;

export const load: PageServerLoad = async ({ locals, params }) => {
  const found = await readImport(locals.context, params.id);
  if (!found.ok) refuse(found.error.code);
  const { run, job } = found.value;
  const t = translators[locals.locale];
  const waiting = run.state === 'checked' || run.state === 'refused';
  const report = run.report && tellReport(withExamplesOnly(run.report), t);
  return {
    id: run.id,
    fileName: run.fileName,
    address: run.address,
    isOfSource: run.sourceId !== null,
    state: run.state,
    progress: job ? { done: job.done, total: job.total } : null,
    hasFailed: job?.state === 'failed',
    refusal: run.refusal && t(`import.error.${run.refusal.code}`, run.refusal.params),
    figures: run.report && {
      read: run.report.read,
      created: run.report.created,
      updated: run.report.updated,
      unchanged: run.report.unchanged,
      rejected: run.report.rejected,
      source: run.report.source,
      encoding: run.report.encoding,
      format: run.report.format,
    },
    warnings: report ? grouped(report.warnings, run.report?.counts.warnings ?? {}) : [],
    errors: report ? grouped(report.errors, run.report?.counts.errors ?? {}) : [],
    hasLines: formatsWithLines.has(run.report?.format ?? 'csv'),
    madeFields: run.report?.fields?.length ?? 0,
    takesQuestions: run.takesQuestions ?? false,
    preview: waiting ? withWords(await previewImport(locals.context, run), locals.locale) : null,
    fields: importFields.map((field) => ({ value: field, label: t(`import.field.${field}`) })),
    ownFields: waiting ? await ownFieldsOf(locals.context) : [],
  };
};

/** What the first rows say in the territory's own fields, in words. */
function withWords(preview: ImportPreview | null, locale: Locale) {
  if (!preview) return null;
  const rows = preview.rows.map(({ line, practice }) => ({
    line,
    practice: practice && {
      ...practice,
      own: practice.own.map((fact) => ({ label: fact.label, text: factText(fact, locale) })),
    },
  }));
  return { ...preview, rows };
}

/** The fields of its own that the territory has in use, for a column to be put into. */
async function ownFieldsOf(context: Context) {
  const { fields } = await readSeenForm(context);
  return fields.map((field) => ({ value: ownName(field), label: field.label }));
}

/** Formats of which a record is found by its line; of others, by its number. */
const formatsWithLines = new Set(['csv', 'yeswiki-csv', 'xlsx', 'ods']);

/** The words of thousands of remarks would take a second to find. */
function withExamplesOnly(report: ImportReport): ImportReport {
  const few = <Remark extends { code: string }>(remarks: readonly Remark[]) =>
    [...Map.groupBy(remarks, ({ code }) => code).values()].flatMap((kind) => kind.slice(0, examples));
  return { ...report, warnings: few(report.warnings), errors: few(report.errors) };
}

function grouped(
  remarks: readonly { code: string; record: number; line: number; message: string }[],
  counts: Record<string, number>,
) {
  return Object.entries(counts).map(([code, count]) => ({
    code,
    count,
    examples: remarks
      .filter((remark) => remark.code === code)
      .map(({ record, line, message }) => ({ record, line, message })),
  }));
}

type Step = (context: Context, importId: string) => Promise<Result<undefined, { code: string }>>;

/** Takes a step, then shows where the import stands. */
function taking(step: Step) {
  return async ({ locals, params, url }: RequestEvent) => {
    const taken = await step(locals.context, params.id);
    if (taken.ok) redirect(303, url.pathname);
    const { code } = taken.error;
    if (code === 'not-pending' || code === 'not-done') return fail(409, { error: 'moved-on' as const });
    return refuse(code);
  };
}

/** The columns whose use was changed, each with its new one; undefined to recognise it again. Null when not understood. */
function readChoices(form: FormData): Record<string, ColumnUse | undefined> | null {
  const [headers, shown, chosen] = ['header', 'shown', 'use'].map((name) => form.getAll(name).map(String));
  const changed = (headers ?? []).flatMap((header, index) => {
    const use = chosen?.[index];
    return use === undefined || use === shown?.[index]
      ? []
      : [{ header, use: use === 'ignored' ? null : use }];
  });
  const choices: [string, ColumnUse | undefined][] = [];
  for (const { header, use } of changed) {
    if (use !== 'auto' && !isColumnUse(use)) return null;
    choices.push([header, use === 'auto' ? undefined : use]);
  }
  return Object.fromEntries(choices);
}

export const actions: Actions = {
  columns: async (event) => {
    const form = await event.request.formData();
    const columns = readChoices(form);
    if (!columns) return fail(422, { error: 'columns' as const });
    const takesQuestions = form.has('asksQuestions') ? form.has('takesQuestions') : undefined;
    return taking((context, id) => chooseColumns(context, id, { columns, takesQuestions }))(event);
  },
  import: taking(startImport),
  undo: taking(startUndo),
  abandon: async (event) => {
    const left = await abandonImport(event.locals.context, event.params.id);
    if (!left.ok && left.error.code !== 'not-pending') refuse(left.error.code);
    redirect(303, localPath(event.locals.locale, '/pratiques/importer'));
  },
};
