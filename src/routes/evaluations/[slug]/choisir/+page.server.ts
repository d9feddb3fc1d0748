import { readChoiceSettings } from '#modules/evaluation/index.ts';
import { readChoice } from '#modules/evaluation/index.server.ts';
import { readStatedWeights } from '#modules/deliberation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../refusal.server.ts';
import { resultAt } from '../../report-at.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { session, framework, subjects } = await resultAt(event);
  const settings = readChoiceSettings(event.url.searchParams);
  const { content } = framework.version;
  const said = await readStatedWeights(context, framework.record.id);
  // Whoever came by the open address of a room is not known to be one person.
  const stated = said?.people.filter(({ verified }) => verified).map(({ weights }) => weights) ?? [];
  const choice = await readChoice(context, session, { content, settings, stated });
  if (!choice.ok) return refuse('not-found');
  const { record, colleges } = session;
  return {
    session: { title: record.title, language: record.language, address: addressOf(record), colleges },
    subjects,
    content,
    settings,
    choice: choice.value,
  };
};
