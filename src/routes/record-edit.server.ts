import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Result } from '#kernel/result.ts';
import {
  type CoreFormValues,
  type RecordCore,
  addressOf,
  can,
  readCoreForm,
} from '#modules/records/index.ts';
import { coreForm } from '#modules/records/index.server.ts';
import { refuse } from './refusal.server.ts';

/** What the page on which a record is edited is made of, whatever its kind; who may not is told so. */
export async function editShown(context: Context, record: RecordCore) {
  const { actor } = context;
  if (record.mirrorOf) refuse('mirrored');
  if (!can(actor, 'edit', record)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const { title, language, version } = record;
  return { title, language, version, address: addressOf(record), core: await coreForm(context, record) };
}

/** The form as it comes back: what the person typed, why, and what someone else saved meanwhile. */
interface Returned<Values> {
  values: Values;
  core: CoreFormValues | undefined;
  version: number;
  problems: FieldProblem[];
  theirs?: Values;
}

type Refused<Current> =
  | { code: 'invalid'; problems: FieldProblem[] }
  | { code: 'changed-meanwhile'; current: Current }
  | { code: 'not-found' | 'not-allowed' | 'mirrored' };

/**
 * The form that edits a record, whatever its kind: nothing that was typed is lost, nor written over what someone else
 * saved meanwhile.
 */
export function editForm<Current extends { record: RecordCore }, Values>(kind: {
  /** What the address of the page names. */
  at: (event: RequestEvent) => Promise<{ record: RecordCore }>;
  read: (form: FormData) => Values;
  formOf: (current: Current) => Values;
  save: (
    event: RequestEvent,
    edit: { recordId: string; version: number; input: Values; core: CoreFormValues | undefined },
  ) => Promise<Result<RecordCore, Refused<Current>>>;
}) {
  return async (event: RequestEvent) => {
    const { record } = await kind.at(event);
    const form = await event.request.formData();
    const typed = { values: kind.read(form), core: readCoreForm(form) };
    const version = Number(form.get('version'));
    const { values: input, core } = typed;
    const saved = await kind.save(event, { recordId: record.id, version, input, core });
    if (saved.ok) redirect(303, localPath(event.locals.locale, addressOf(saved.value)));
    const { error } = saved;
    if (error.code === 'invalid')
      return fail<Returned<Values>>(422, { ...typed, version, problems: error.problems });
    if (error.code !== 'changed-meanwhile') return refuse(error.code);
    // What the person typed stays in the form; what the other saved stands beside it.
    const { current } = error;
    const theirs = kind.formOf(current);
    return fail<Returned<Values>>(409, { ...typed, version: current.record.version, problems: [], theirs });
  };
}
