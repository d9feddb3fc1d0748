import type { Translate } from '#kernel/translate.ts';
import { type MessageKey, isMessageKey } from '#messages/index.ts';
import { recordWords } from '#modules/records/index.ts';
import { fewPlaces } from './practice-place.ts';
import type { PracticeDetails } from './practice.ts';

/** The words of a practice's codes, by the field they stand in; undefined for what someone wrote. */
export function practiceWords(t: Translate<MessageKey>) {
  return (field: string, value: string): string | undefined => {
    // A drawing is told by its size: two numbers for each of its points, after the word for its kind.
    if (field === 'area' && value !== '')
      return t('practices.area.points', { count: Math.floor(value.split(',').length / 2) });
    const group = field === 'legalStatus' ? 'legal' : field;
    const key = `practices.${group}.${value}`;
    return isMessageKey(key) ? t(key) : recordWords(t, field, value);
  };
}

/** Where a practice is, on one line of a list. */
export function placeWords(
  t: Translate<MessageKey>,
  details: Pick<PracticeDetails, 'communeName' | 'alsoIn' | 'epciName'>,
): string {
  const { names, more } = fewPlaces(details);
  return more > 0 ? t('practices.list.more-places', { names, count: more }) : names;
}
