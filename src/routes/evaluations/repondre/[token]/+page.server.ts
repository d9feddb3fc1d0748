import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { readSheetChange, readTyped } from '#modules/evaluation/index.ts';
import { type SaveRefusal, openSheet, saveAnswers, signSheet } from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { findRecord, standingRecords } from '#modules/records/index.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  // The address is a secret of its holder: no cache keeps it.
  setHeaders({ 'cache-control': 'no-store' });
  const opened = await openSheet(locals.context, params.token);
  if (!opened.ok) return { refusal: opened.error.code };
  const { session, college, framework, sheet, result } = opened.value;
  const { content } = framework.version;
  const practice = await practiceOf(locals.context, session);
  return {
    session: {
      title: session.record.title,
      language: session.record.language,
      state: session.state,
      closesOn: session.closesOn,
      firstClosesOn: session.firstClosesOn,
      withdrawnAt: session.withdrawnAt,
      withdrawnReason: session.withdrawnReason,
      colleges: session.colleges,
      address: addressOf(session.record),
    },
    html: renderHtml(session.record.body),
    practice: practice && { title: practice.title, address: addressOf(practice) },
    framework: { content, address: addressOf(framework.record) },
    college,
    sheet: {
      signature: sheet.signature,
      consented: sheet.consented,
      answers: sheet.answers,
      reasons: Object.fromEntries(
        Object.entries(sheet.remarks).flatMap(([id, [remark]]) => (remark ? [[id, remark.text]] : [])),
      ),
    },
    result,
    step: stepIn(url, content.dimensions.length),
  };
};

/** 0 for the welcome, 1… for the dimensions in order, one more for the end. */
function stepIn(url: URL, dimensions: number): number {
  const step = Number(url.searchParams.get('etape') ?? 0);
  return Number.isInteger(step) && step >= 0 && step <= dimensions + 1 ? step : 0;
}

export const actions: Actions = {
  sign: async (event) => {
    const form = await event.request.formData();
    const signature = String(form.get('signature') ?? '');
    const consented = form.get('consent') !== null;
    const signed = await signSheet(event.locals.context, event.params.token, { signature, consented });
    if (signed.ok) return goToStep(event, 1);
    const { error } = signed;
    switch (error.code) {
      case 'signature-missing':
      case 'consent-missing':
        return fail(422, { signing: { signature, consented, error: error.code, tooLong: null } });
      case 'signature-too-long':
        return fail(422, { signing: { signature, consented, error: error.code, tooLong: error.tooLong } });
      default:
        return refusedSave(error.code, [signature]);
    }
  },
  save: async (event) => {
    const form = await event.request.formData();
    const opened = await openSheet(event.locals.context, event.params.token);
    if (!opened.ok) return refusedSave(opened.error.code, reasonsIn(form));
    const { dimensions } = opened.value.framework.version.content;
    const step = stepIn(event.url, dimensions.length);
    const criteria = dimensions[step - 1]?.criteria ?? [];
    const typed = readTyped(form, criteria);
    const change = readSheetChange(form, criteria);
    if (!change.ok) return fail(422, { typed, invalid: change.error.problems });
    const saved = await saveAnswers(event.locals.context, event.params.token, change.value);
    return saved.ok ? goToStep(event, step + 1) : refusedSave(saved.error.code, reasonsIn(form));
  },
};

/** The page says why nothing was saved, since the link no longer allows it, and hands back what was written. */
function refusedSave(code: SaveRefusal['code'] | 'not-named', written: string[]) {
  const status = code === 'evaluation-closed' ? 409 : 403;
  return fail(status, { refusal: code, written: written.filter((text) => text.trim() !== '') });
}

/** Every reason that the form holds, even of criteria that can no longer be read. */
function reasonsIn(form: FormData): string[] {
  return [...form].flatMap(([name, value]) => (name.startsWith('reason-') ? [String(value)] : []));
}

function goToStep({ locals, params }: RequestEvent, step: number): never {
  redirect(303, `${localPath(locals.locale, `/evaluations/repondre/${params.token}`)}?etape=${step}`);
}

/** The practice that is judged, or the one that it was merged into since. */
async function practiceOf(context: Context, { practiceId }: { practiceId: string | null }) {
  if (practiceId === null) return undefined;
  const standing = await standingRecords(context, [practiceId]);
  return findRecord(context, { id: standing.get(practiceId) ?? practiceId });
}
