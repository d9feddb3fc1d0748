import type { Context } from '#kernel/context.ts';
import type { Choice } from '#kernel/ui/ui.ts';
import type { EvaluationSession } from '#modules/evaluation/index.ts';
import { subjectsShown } from '#modules/evaluation/index.server.ts';
import { type LinkedRecord, addressOf } from '#modules/records/index.ts';
import { linkedRecords, recordsCalled } from '#modules/records/index.server.ts';

/** What a session is about, as far as the reader may see it, or what it was merged into since. */
export interface ShownSubject extends Pick<LinkedRecord, 'title' | 'language'> {
  key: string;
  address: string;
}

export async function subjectsOf(
  context: Context,
  { subjects }: Pick<EvaluationSession, 'subjects'>,
): Promise<ShownSubject[]> {
  const shown = await subjectsShown(context, subjects);
  return subjects.flatMap(({ key, recordId }) => {
    const record = shown(recordId);
    return record
      ? [{ key, title: record.title, language: record.language, address: addressOf(record) }]
      : [];
  });
}

/** Practices that a search offers at once. */
const mostFound = 12;

/** What the form of a session offers to be about: what was chosen, in order, then what a search found. */
export async function subjectChoices(
  context: Context,
  { chosen, search }: { chosen: readonly string[]; search: string },
): Promise<{ chosen: string[]; choices: Choice[]; found: number }> {
  const [known, called] = await Promise.all([
    linkedRecords(context, chosen),
    search === '' ? [] : recordsCalled(context, { text: search, kinds: ['practice'], limit: mostFound }),
  ]);
  const kept = chosen.flatMap((id) => known.get(id) ?? []);
  const found = called.filter(({ id }) => !known.has(id));
  const choices = [...kept, ...found].map(({ id, title }) => ({ value: id, label: title }));
  return { chosen: kept.map(({ id }) => id), choices, found: found.length };
}
