import type { Context } from '#kernel/context.ts';
import { can } from '#modules/deliberation/index.ts';
import { listConsultations, listDecisions } from '#modules/deliberation/index.server.ts';
import { type RecordCore, addressOf } from '#modules/records/index.ts';

/** What was asked and decided about a record, as its page shows it. */
export async function consultedOn(context: Context, { id, shortId }: Pick<RecordCore, 'id' | 'shortId'>) {
  const [consultations, decisions] = await Promise.all([
    listConsultations(context, { subjectId: id }),
    listDecisions(context, { subjectId: id }),
  ]);
  return {
    consultations: named(consultations),
    decisions: named(decisions),
    mayConsult: can(context.actor, 'run'),
    shortId,
  };
}

function named(found: { record: RecordCore }[]) {
  return found.map(({ record: { title, language, ...rest } }) => ({
    title,
    language,
    address: addressOf(rest),
  }));
}
