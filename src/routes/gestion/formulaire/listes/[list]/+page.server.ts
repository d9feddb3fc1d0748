import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { canShapeForm } from '#modules/practices/index.ts';
import {
  type Shaped,
  addOptions,
  moveOption,
  removeOption,
  renameList,
  renameOption,
  showOwnForm,
  undoFormChange,
} from '#modules/practices/index.server.ts';
import { refuse } from '../../../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals: { context }, params }) => {
  const { actor } = context;
  if (!canShapeForm(actor)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const shown = await showOwnForm(context);
  if (!shown.ok) return refuse(shown.error.code);
  const { form, history } = shown.value;
  const list = [...form.lists.values()].find(({ key }) => key === params.list);
  if (!list) return refuse('not-found');
  return {
    list,
    used: form.fields.filter(({ listId, removed }) => listId === list.id && !removed),
    history: history.filter(({ about }) => about === list.id),
  };
};

/** What was typed in one of the forms of the page, and which choice it is about: none for the list itself. */
function readTyped(form: FormData) {
  const typed = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
  return { at: typed('at'), label: typed('label'), lines: typed('lines'), into: typed('into') };
}

type Typed = ReturnType<typeof readTyped> & { list: string };

/** Does what a form asks, then shows the list where it was; a refusal explains itself in that form. */
function shaping(
  act: (context: RequestEvent['locals']['context'], typed: Typed) => Promise<Shaped<unknown>>,
) {
  return async ({ locals, params, request }: RequestEvent) => {
    const list = params['list'] ?? '';
    const typed = readTyped(await request.formData());
    const done = await act(locals.context, { ...typed, list });
    const here = `${localPath(locals.locale, '/gestion/formulaire/listes')}/${list}`;
    if (done.ok) redirect(303, typed.at ? `${here}#option-${typed.at}` : here);
    const { code } = done.error;
    if (code === 'not-allowed' || code === 'not-found') return refuse(code);
    return fail(422, { ...typed, code });
  };
}

export const actions: Actions = {
  rename: shaping((context, { list: key, label: name }) => renameList(context, { key, name })),
  add: shaping((context, { list, lines }) => addOptions(context, { list, lines })),
  option: shaping((context, { list, at: key, label }) => renameOption(context, { list, key, label })),
  up: shaping((context, { list, at: key }) => moveOption(context, { list, key, up: true })),
  down: shaping((context, { list, at: key }) => moveOption(context, { list, key, up: false })),
  remove: shaping((context, { list, at: key, into }) => removeOption(context, { list, key, into })),
  undo: shaping((context, { at }) => undoFormChange(context, at)),
};
