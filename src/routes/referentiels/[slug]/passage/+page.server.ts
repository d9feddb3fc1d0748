import { fail } from '@sveltejs/kit';
import type { Context } from '#kernel/context.ts';
import {
  type FrameworkContent,
  type Passage,
  can,
  controlOf,
  passageIn,
  problemsOfPassage,
  readPassageForm,
  settledPassage,
} from '#modules/framework/index.ts';
import { findOrigin, findWritten, markOf, savePassage } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { atAddress } from '../../../record-address.server.ts';
import { refuse } from '../../../refusal.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { record, draft, before } = await draftAsked(event);
  if (!before) return { address: addressOf(record), title: draft.title, versions: undefined };
  return {
    address: addressOf(record),
    title: draft.title,
    versions: {
      before,
      after: draft,
      passage: passageIn(settledPassage(before, draft)),
      seen: markOf(draft),
    },
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { record, draft, before } = await draftAsked(event);
    if (!before) return refuse('not-found');
    const form = await event.request.formData();
    const passage = readPassageForm(form, before, draft);
    const seen = String(form.get('seen') ?? '');
    const saved = await savePassage(event.locals.context, { recordId: record.id, passage, seen });
    if (saved.ok) return { saved: true as const, errors: errorsOf(before, draft, passage) };
    if (saved.error.code === 'draft-changed') return fail(409, { changed: true as const });
    return refuse(saved.error.code);
  },
};

/** By control, the code of what is wrong. */
function errorsOf(before: FrameworkContent, after: FrameworkContent, passage: Passage) {
  return problemsOfPassage(before, after, passage).map(({ criterion, code }) =>
    code === 'no-reason' || code === 'not-accounted'
      ? { control: controlOf('reason', criterion), code: 'no-reason' as const }
      : { control: controlOf('how', criterion), code: 'other' as const },
  );
}

/** The draft of the framework, and the version published here that it comes from. */
async function draftAsked(event: RequestEvent) {
  const { context } = event.locals;
  const { record, details } = await atAddress(event, 'framework', findFor(context));
  if (!details.draft) refuse('not-found');
  const { draft } = details;
  const origin = draft.from && (await findOrigin(context, draft.from));
  return { record, draft, before: origin?.version.content };
}

/** Only whoever may write is told whether there is a draft. */
function findFor({ actor }: Context): typeof findWritten {
  if (!can(actor, 'write')) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  return findWritten;
}
