import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import type { Result } from '#kernel/result.ts';
import { translators } from '#messages/index.ts';
import { importFields, readMapping, tellReport } from '#modules/practices/index.ts';
import {
  abandonImport,
  chooseColumns,
  previewImport,
  readImport,
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
  const report = run.report && tellReport(run.report, t);
  return {
    id: run.id,
    fileName: run.fileName,
    state: run.state,
    progress: job && job.total !== null ? { done: job.done, total: job.total } : null,
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
    },
    warnings: report ? grouped(report.warnings, run.report?.counts.warnings ?? {}) : [],
    errors: report ? grouped(report.errors, run.report?.counts.errors ?? {}) : [],
    preview: waiting ? await previewImport(locals.context, run) : null,
    fields: importFields.map((field) => ({ value: field, label: t(`import.field.${field}`) })),
  };
};

interface Remark {
  code: string;
  line: number;
  message: string;
}

function grouped(remarks: readonly Remark[], counts: Record<string, number>) {
  return Object.entries(counts).map(([code, count]) => ({
    code,
    count,
    examples: remarks
      .filter((remark) => remark.code === code)
      .slice(0, examples)
      .map(({ line, message }) => ({ line, message })),
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

export const actions: Actions = {
  columns: async (event) => {
    const form = await event.request.formData();
    const headers = form.getAll('header').map(String);
    const chosen = form.getAll('field').map(String);
    // A column left among the others is not named: it is recognised as before.
    const named = headers.map((header, index) => [header, chosen[index] ?? 'extra'] as const);
    const mapping = Object.fromEntries(
      named
        .filter(([, field]) => field !== 'extra')
        .map(([header, field]) => [header, field === 'ignored' ? null : field]),
    );
    const read = readMapping(JSON.stringify(mapping));
    if (!read.ok) return fail(422, { error: 'columns' as const });
    return taking((context, id) => chooseColumns(context, id, read.value))(event);
  },
  import: taking(startImport),
  undo: taking(startUndo),
  abandon: async (event) => {
    const left = await abandonImport(event.locals.context, event.params.id);
    if (!left.ok && left.error.code !== 'not-pending') refuse(left.error.code);
    redirect(303, localPath(event.locals.locale, '/pratiques/importer'));
  },
};
