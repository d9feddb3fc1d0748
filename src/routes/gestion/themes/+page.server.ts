import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Result } from '#kernel/result.ts';
import { canShapeTopics } from '#modules/records/index.ts';
import {
  type TopicRefusal,
  addTopic,
  changeTopic,
  listTopics,
  moveTopic,
  readTopicHistory,
  removeTopic,
  undoTopicChange,
} from '#modules/records/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals: { context } }) => {
  const { actor } = context;
  if (!canShapeTopics(actor)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const history = await readTopicHistory(context);
  if (!history.ok) return refuse(history.error.code);
  return { lists: await listTopics(context), history: history.value };
};

/** What was typed in one of the forms of the page, and which one: the topic, or the kind one was added to. */
function readTyped(form: FormData) {
  const typed = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
  return {
    at: typed('at'),
    name: typed('name'),
    description: typed('description'),
    parent: typed('parent'),
    into: typed('into'),
  };
}

type Typed = ReturnType<typeof readTyped>;

/** Does what a form asks, then shows the page where it was; a refusal explains itself in that form. */
function shaping(
  act: (
    context: RequestEvent['locals']['context'],
    typed: Typed,
  ) => Promise<Result<{ id: string }, { code: TopicRefusal }>>,
) {
  return async ({ locals, request }: RequestEvent) => {
    const typed = readTyped(await request.formData());
    const done = await act(locals.context, typed);
    if (done.ok) redirect(303, `${localPath(locals.locale, '/gestion/themes')}#topic-${done.value.id}`);
    const { code } = done.error;
    if (code === 'not-allowed' || code === 'not-found') return refuse(code);
    return fail(422, { ...typed, code });
  };
}

export const actions: Actions = {
  add: shaping((context, { at, ...input }) => addTopic(context, at, input)),
  change: shaping((context, { at, ...input }) => changeTopic(context, at, input)),
  up: shaping((context, { at }) => moveTopic(context, { id: at, up: true })),
  down: shaping((context, { at }) => moveTopic(context, { id: at, up: false })),
  remove: shaping((context, { at, into }) => removeTopic(context, { id: at, into })),
  undo: shaping((context, { at }) => undoTopicChange(context, at)),
};
