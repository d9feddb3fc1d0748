import { type OwnForm, emptyOwnForm } from './fields/own-field.ts';
import { type PracticeListQuery, readPracticeQuery } from './practice-filters.ts';

/** A filter that is not understood is left aside and said, rather than answering a person with an error. */
export function understoodQuery(
  params: URLSearchParams,
  form: OwnForm = emptyOwnForm,
): {
  query: PracticeListQuery;
  kept: URLSearchParams;
  ignored: string[];
} {
  const kept = new URLSearchParams([...params].filter(([, value]) => value.trim() !== ''));
  const ignored: string[] = [];
  for (;;) {
    const read = readPracticeQuery(kept, form);
    if (read.ok) return { query: read.value, kept, ignored };
    ignored.push(read.error.field);
    kept.delete(read.error.field);
  }
}
