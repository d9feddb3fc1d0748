import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { askedFields, canShapeForm, readTypedQuestion } from '#modules/practices/index.ts';
import {
  type Shaped,
  addField,
  addList,
  changeField,
  changeKind,
  moveField,
  showOwnForm,
  switchField,
  undoFormChange,
} from '#modules/practices/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals: { context } }) => {
  const { actor } = context;
  if (!canShapeForm(actor)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const shown = await showOwnForm(context);
  if (!shown.ok) return refuse(shown.error.code);
  const { form, counts, history } = shown.value;
  const lists = [...form.lists.values()].map(({ id, key, name, options }) => ({
    id,
    key,
    name,
    count: options.filter(({ removed }) => !removed).length,
  }));
  return {
    fields: form.fields.map((field) => ({ field, count: counts.get(field.key) ?? 0 })),
    lists,
    asked: askedFields(form, actor, {}),
    history,
  };
};

type Typed = ReturnType<typeof readTypedQuestion> & { at: string };

/** Does what a form asks, then shows the page where it was; a refusal explains itself in that form. */
function shaping(
  act: (context: RequestEvent['locals']['context'], typed: Typed) => Promise<Shaped<{ key: string }>>,
  anchor: 'field' | 'choices' = 'field',
) {
  return async ({ locals, request }: RequestEvent) => {
    const form = await request.formData();
    const typed = { ...readTypedQuestion(form), at: String(form.get('at') ?? '') };
    const done = await act(locals.context, typed);
    if (done.ok) {
      redirect(303, `${localPath(locals.locale, '/gestion/formulaire')}#${anchor}-${done.value.key}`);
    }
    const { code } = done.error;
    if (code === 'not-allowed' || code === 'not-found') return refuse(code);
    return fail(422, { ...typed, code, count: 'count' in done.error ? done.error.count : 0 });
  };
}

export const actions: Actions = {
  add: shaping((context, typed) => addField(context, typed)),
  change: shaping((context, { at, ...input }) => changeField(context, at, input)),
  kind: shaping((context, { at: key, kind, list, options }) =>
    changeKind(context, { key, kind, list, options }),
  ),
  up: shaping((context, { at: key }) => moveField(context, { key, up: true })),
  down: shaping((context, { at: key }) => moveField(context, { key, up: false })),
  off: shaping((context, { at: key }) => switchField(context, { key, on: false })),
  on: shaping((context, { at: key }) => switchField(context, { key, on: true })),
  list: shaping((context, { label: name, options: lines }) => addList(context, { name, lines }), 'choices'),
  undo: shaping((context, { at }) => undoFormChange(context, at)),
};
