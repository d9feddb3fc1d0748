import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { pageScript } from '#app/page-policy.ts';
import { translators } from '#messages/index.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import {
  type AnswerPlace,
  type AnswerPlan,
  placeOfStep,
  readSheetChange,
  readTyped,
  roomKey,
  stepOf,
} from '#modules/evaluation/index.ts';
import {
  type FileChange,
  type SaveRefusal,
  evidenceOf,
  openSheet,
  prepareEvidence,
  saveAnswers,
  signSheet,
} from '#modules/evaluation/index.server.ts';
import type { Criterion } from '#modules/framework/index.ts';
import { addressOf } from '#modules/records/index.ts';
import { fileIn } from '../../../fichiers/sent-file.server.ts';
import { subjectsOf } from '../../subjects-shown.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  // The address is a secret of its holder: no cache keeps it.
  setHeaders({ 'cache-control': 'no-store', [pageScript]: 'yes' });
  const opened = await openSheet(locals.context, params.token);
  if (!opened.ok) return { refusal: opened.error.code };
  const { session, college, framework, sheets, result } = opened.value;
  const { content } = framework.version;
  const shown = await subjectsOf(locals.context, session);
  const roomName = translators[locals.locale]('evaluation.room.college');
  const { signature = '', consented = false } = sheets[0] ?? {};
  const plan = { subjects: sheets.length, dimensions: content.dimensions.length };
  const about = url.searchParams.get('sujet');
  return {
    /** Where its files are. */
    path: `/evaluations/repondre/${params.token}`,
    evidence: result ? await evidenceOf(locals.context, session.record.id, result) : [],
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
    framework: { content, address: addressOf(framework.record) },
    college: college.key === roomKey ? { ...college, name: roomName } : college,
    isUnverified: college.key === roomKey,
    signed: { signature, consented },
    sheets: sheets.map((sheet) => ({
      key: sheet.subject,
      about: shown.find(({ key }) => key === sheet.subject),
      answers: sheet.answers,
      remarks: sheet.remarks,
      details: sheet.details,
    })),
    result: result && (result.subjects.find(({ key }) => key === about) ?? result.subjects[0]),
    plan,
    place: placeIn(url, plan),
  };
};

/** The place that the address names, by its step. */
function placeIn(url: URL, plan: AnswerPlan): AnswerPlace {
  return placeOfStep(Number(url.searchParams.get('etape') ?? 0), plan);
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
    const { sheets, framework } = opened.value;
    const { dimensions } = framework.version.content;
    const plan = { subjects: sheets.length, dimensions: dimensions.length };
    const place = placeIn(event.url, plan);
    const asked = place.at === 'questions' ? place : undefined;
    const criteria = (asked && dimensions[asked.dimension]?.criteria) ?? [];
    const subject = asked && sheets[asked.subject]?.subject;
    const typed = readTyped(form, criteria);
    const change = readSheetChange(form, criteria);
    const { files, fileErrors } = await filesIn(event, form, { criteria, isValid: change.ok });
    if (!change.ok || Object.values(fileErrors).length > 0) {
      return fail(422, { typed, invalid: change.ok ? [] : change.error.problems, fileErrors });
    }
    const saved = await saveAnswers(event.locals.context, event.params.token, {
      ...change.value,
      files,
      subject,
    });
    if (saved.ok) return goToStep(event, stepOf(place, plan) + 1);
    const { code } = saved.error;
    if (!isOfFiles(code)) return refusedSave(code, reasonsIn(form));
    return fail(422, { typed, invalid: [], fileErrors: againFor(files, code) });
  },
};

/**
 * The files of a step, made ready; why those that are not were refused. Nothing is kept when anything is refused, and a
 * browser does not keep a file that was chosen: each is then to be chosen again.
 */
async function filesIn(
  { locals, params }: RequestEvent,
  form: FormData,
  { criteria, isValid }: { criteria: readonly Criterion[]; isValid: boolean },
) {
  const files: Record<string, FileChange> = {};
  const refused: Record<string, string> = {};
  for (const { id } of criteria) {
    const sent = fileIn(form, `file-${id}`);
    const words = String(form.get(`filewords-${id}`) ?? '');
    files[id] = { words, drop: form.get(`drop-file-${id}`) !== null };
    if (sent.name === '' || !isValid) continue;
    const prepared = await prepareEvidence(locals.context, params.token, sent);
    if (prepared.ok) files[id].file = prepared.value;
    else refused[`file-${id}`] = prepared.error.code;
  }
  const chosen = criteria.filter(({ id }) => fileIn(form, `file-${id}`).name !== '');
  const isWhole = isValid && Object.keys(refused).length === 0;
  const again = isWhole ? [] : chosen.map(({ id }) => [`file-${id}`, 'again']);
  return { files, fileErrors: { ...Object.fromEntries(again), ...refused } as Record<string, string> };
}

const codesOfFiles = [
  'file-empty',
  'file-too-large',
  'file-not-accepted',
  'unread-picture',
  'too-many-pixels',
  'sent-enough-today',
  'no-room-left',
] as const;

function isOfFiles(code: string): code is (typeof codesOfFiles)[number] {
  return codesOfFiles.some((one) => one === code);
}

function againFor(files: Record<string, FileChange>, code: string): Record<string, string> {
  const sent = Object.entries(files).filter(([, { file }]) => file);
  return Object.fromEntries(sent.map(([id]) => [`file-${id}`, code]));
}

/** The page says why nothing was saved, since the link no longer allows it, and hands back what was written. */
function refusedSave(code: SaveRefusal['code'] | 'not-named', written: string[]) {
  const status = code === 'evaluation-closed' ? 409 : 403;
  return fail(status, { refusal: code, written: written.filter((text) => text.trim() !== '') });
}

/** Every reason that the form holds, even of criteria that can no longer be read. */
function reasonsIn(form: FormData): string[] {
  return [...form].flatMap(([name, value]) => {
    // Of a file, its name: it says what is to be sent otherwise.
    if (value instanceof File) return [value.name];
    return /^(reason|link|words|filewords)-/.test(name) ? [value] : [];
  });
}

function goToStep({ locals, params }: RequestEvent, step: number): never {
  redirect(303, `${localPath(locals.locale, `/evaluations/repondre/${params.token}`)}?etape=${step}`);
}
