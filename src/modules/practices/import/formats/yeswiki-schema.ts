import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import { companionValue } from './companion-files.ts';
import type { Companion } from './source-table.ts';
import type { YesWikiSchema } from './yeswiki-columns.ts';
import { type YesWikiForm, holdsForms, readForms } from './yeswiki-form.ts';
import { holdsLists, readLists } from './yeswiki-lists.ts';

/**
 * Reads the forms and lists that come with an inventory. What is neither is passed over; a form that cannot be read is
 * refused, since it says what of the entries is not public.
 */
export function readSchema(companions: readonly Companion[]): Result<YesWikiSchema, ImportError> {
  const forms: YesWikiForm[] = [];
  const lists = new Map<string, ReadonlyMap<string, string>>();
  for (const { fileName, bytes } of companions) {
    const value = companionValue(bytes);
    if (holdsForms(value)) {
      const read = readForms(value);
      if (!read) return err({ code: 'form-not-read', params: { file: fileName } });
      forms.push(...read);
    } else if (holdsLists(value)) {
      for (const [name, labels] of readLists(value, fileName)) lists.set(name, labels);
    } else if (/\.json$/i.test(fileName) && value === undefined) {
      return err({ code: 'form-not-read', params: { file: fileName } });
    }
  }
  return ok({ forms, lists });
}
