import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { FieldProblem } from '#kernel/field-problems.ts';
import { type Settings, type SetupStep, stepAfter } from '#modules/territories/index.ts';
import {
  type SettingsForm,
  type SettingsRefusal,
  readSettings,
  settingsMark,
} from '#modules/territories/index.server.ts';
import { setupPath } from '../../setup-paths.ts';
import { refuse } from '../../refusal.server.ts';

type Event = Pick<RequestEvent, 'locals' | 'url'>;

/** What every page of settings begins with; whoever is not an owner is told so. */
export async function settingsFor(
  { locals, url }: Event,
  form?: SettingsForm,
): Promise<{
  settings: Settings;
  /** Of what the form begins with, which it sends back; empty for a page that is no form of the settings. */
  mark: string;
  /** What is left to prepare, when the page is a step of the assistant. */
  setupLeft: SetupStep[] | undefined;
  saved: boolean;
}> {
  const read = await readSettings(locals.context);
  if (!read.ok) return refuse(read.error.code);
  return {
    settings: read.value,
    mark: form ? settingsMark(read.value, form) : '',
    setupLeft: isSetup(url) ? locals.territory.setupLeft : undefined,
    saved: url.searchParams.has('enregistre'),
  };
}

/** After a change: the next step of the assistant, or the same page, which says that it is done. */
export function leaveSaved({ locals, url }: Event, step: SetupStep | undefined): never {
  locals.app.territories.forget();
  if (!step || !isSetup(url)) redirect(303, `${url.pathname}?enregistre=1`);
  const next = stepAfter(step);
  redirect(303, localPath(locals.locale, next ? setupPath(next) : '/gestion/demarrer'));
}

/**
 * A refusal as a form shows it, with what was typed; ends the request when the form is not for this person.
 *
 * @param meanwhile what someone else saved since the form was opened, in words
 */
export function refused<Values>(
  error: SettingsRefusal,
  values: Values,
  meanwhile: (current: Settings) => { term: string; text: string }[] = () => [],
) {
  if (error.code === 'changed-meanwhile') {
    const problems: FieldProblem[] = [];
    return fail(409, { values, problems, code: error.code, theirs: meanwhile(error.current) });
  }
  if (error.code === 'invalid') return fail(422, { values, problems: error.problems, code: null });
  if (error.code === 'section-needs') {
    const { kept, needs } = error;
    return fail(422, { values, problems: [] as FieldProblem[], code: error.code, kept, needs });
  }
  if (error.code === 'changed-since' || error.code === 'erased') {
    return fail(422, { values, problems: [] as FieldProblem[], code: error.code });
  }
  return refuse(error.code);
}

/** The mark that a form sends back; undefined for one that sends none. */
export function seenIn(form: FormData): string | undefined {
  const seen = form.get('seen');
  return typeof seen === 'string' ? seen : undefined;
}

/** What was typed in these fields, on lines that end alike everywhere. */
export function typedIn<Field extends string>(
  form: FormData,
  fields: readonly Field[],
): Record<Field, string> {
  const typed = fields.map((field) => [field, String(form.get(field) ?? '').replaceAll('\r\n', '\n')]);
  return Object.fromEntries(typed) as Record<Field, string>;
}

function isSetup(url: URL): boolean {
  return url.searchParams.has('demarrer');
}
