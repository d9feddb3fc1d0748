import type { Json } from '#kernel/json.ts';
import type { Locale, Translate } from '#kernel/translate.ts';
import { type MessageKey, isMessageKey } from '#messages/index.ts';
import type { FrameworkContent } from '../framework-content.ts';
import { criteriaOf } from '../framework.ts';
import { type Words, wordsIn } from '../words.ts';

/**
 * What the parts of a draft are called in a history, and what they said, for a reader who may read drafts.
 *
 * @param told.contents today's versions
 * @param told.once what parts that are gone were called
 */
export function draftTeller(
  t: Translate<MessageKey>,
  locale: Locale,
  { contents, once }: { contents: readonly FrameworkContent[]; once: ReadonlyMap<string, Words> },
): (name: string, value: Json) => { label: string; texts: string[] } | undefined {
  const titles = titlesIn(contents, locale);
  const titleOf = (id: string) => titles.get(id) ?? (wordsIn(once.get(id), locale) || id);
  return (name, value) => {
    const [, group = '', id = '', own = ''] = name.split('.');
    const isWhole = group === 'framework' || group === 'order';
    const key = `framework.part.${isWhole ? id || 'order' : group === 'dropped' ? 'dropped' : own}`;
    if (group === 'passage' || !isMessageKey(key)) return undefined;
    const label = isWhole ? t(key) : t('framework.part.of', { part: t(key), title: titleOf(id) });
    return { label, texts: textsOf(value, { locale, titleOf }) };
  };
}

/** Titles of dimensions and criteria by their ids, of today's versions before older ones. */
function titlesIn(contents: readonly FrameworkContent[], locale: Locale): Map<string, string> {
  const named = contents.flatMap((content) => [
    ...content.dimensions.map(({ id, title }) => [id, wordsIn(title, locale)] as const),
    ...criteriaOf(content).map(({ criterion: { id, title } }) => [id, wordsIn(title, locale)] as const),
  ]);
  return new Map(named.toReversed());
}

type Reading = { locale: Locale; titleOf: (id: string) => string };

function textsOf(value: Json, reading: Reading): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, reading));
  if (typeof value !== 'object') return [reading.titleOf(String(value))];
  if ('fr' in value || 'en' in value) return [wordsIn(value as Words, reading.locale)];
  return Object.values(value).flatMap((item) => textsOf(item ?? null, reading));
}
