import { diffWordsWithSpace } from 'diff';
import type { Locale, Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import { criterionParts, factsOf, limitsShown } from './criterion-facts.ts';
import type { Criterion, FrameworkContent } from './framework-content.ts';
import { criteriaOf } from './framework.ts';
import { wordsIn } from './words.ts';

/** A piece of a text: in both versions, only in the one before, or only in the one after. */
export interface Piece {
  text: string;
  is: 'same' | 'added' | 'removed';
}

/** A text that does not say the same in the two versions. */
export interface Rewording {
  /** What the text is: « La question », « Phrase 3 ». */
  name: string;
  pieces: Piece[];
}

export interface FrameworkDifference {
  about: Rewording[];
  /** Titles of criteria that only the later version has, with the dimension they are in. */
  added: { id: string; title: string; dimension: string }[];
  /** Those that only the earlier version has, with the reason when one was given. */
  removed: { id: string; title: string; reason: string }[];
  moved: { id: string; title: string; from: string; to: string }[];
  /** Titles of dimensions in which the same criteria follow one another otherwise. */
  reordered: string[];
  changed: { id: string; title: string; texts: Rewording[]; isScaleChanged: boolean }[];
}

/**
 * What a later version says otherwise than an earlier one, for people: criteria are the same by their id, whatever they are
 * called; texts are compared word by word (Myers 1986, by jsdiff) in the language of the reader.
 */
export function differenceBetween(
  t: Translate<MessageKey>,
  { before, after }: { before: FrameworkContent; after: FrameworkContent },
  locale: Locale,
): FrameworkDifference {
  const [old, now] = [placesIn(before), placesIn(after)];
  const titled = (id: string, { criterion }: Place) => ({ id, title: wordsIn(criterion.title, locale) });
  const both = [...now].flatMap(([id, place]) => {
    const was = old.get(id);
    return was ? [{ id, was, place }] : [];
  });
  const reasons = new Map((after.dropped ?? []).map(({ id, reason }) => [id, reason]));
  return {
    about: rewordings(aboutTexts(t, before, locale), aboutTexts(t, after, locale)),
    added: [...now]
      .filter(([id]) => !old.has(id))
      .map(([id, place]) => ({ ...titled(id, place), dimension: wordsIn(place.dimension.title, locale) })),
    removed: [...old]
      .filter(([id]) => !now.has(id))
      .map(([id, place]) => ({ ...titled(id, place), reason: reasons.get(id) ?? '' })),
    moved: both
      .filter(({ was, place }) => was.dimension.id !== place.dimension.id)
      .map(({ id, was, place }) => ({
        ...titled(id, place),
        from: wordsIn(was.dimension.title, locale),
        to: wordsIn(place.dimension.title, locale),
      })),
    reordered: after.dimensions
      .filter(({ id }) => isReordered(id, before, after))
      .map(({ title }) => wordsIn(title, locale)),
    changed: both.flatMap(({ id, was, place }) => {
      const texts = rewordings(textsOf(t, was.criterion, locale), textsOf(t, place.criterion, locale));
      const isScaleChanged = isOtherScale(was.criterion, place.criterion);
      return texts.length > 0 ? [{ ...titled(id, place), texts, isScaleChanged }] : [];
    }),
  };
}

/** Whether the two versions say the same to this reader. */
export function isSame(difference: FrameworkDifference): boolean {
  return Object.values(difference).every((list: readonly unknown[]) => list.length === 0);
}

type Place = ReturnType<typeof criteriaOf>[number];
type Named = Map<string, string>;

function placesIn(content: FrameworkContent): Map<string, Place> {
  return new Map(criteriaOf(content).map((place) => [place.criterion.id, place]));
}

function isReordered(dimension: string, before: FrameworkContent, after: FrameworkContent): boolean {
  const idsIn = (content: FrameworkContent) =>
    content.dimensions.find(({ id }) => id === dimension)?.criteria.map(({ id }) => id) ?? [];
  const [old, now] = [idsIn(before), idsIn(after)];
  const kept = now.filter((id) => old.includes(id));
  return old.filter((id) => now.includes(id)).some((id, at) => kept[at] !== id);
}

function isOtherScale(before: Criterion, after: Criterion): boolean {
  const facts = ({ scale, measure, answeredBy }: Criterion) =>
    JSON.stringify([scale.length, measure?.better, measure?.bounds, answeredBy]);
  return facts(before) !== facts(after);
}

/** What a criterion says, each text under its name. */
function textsOf(t: Translate<MessageKey>, criterion: Criterion, locale: Locale): Named {
  const limits = limitsShown(t, criterion, locale);
  return new Map([
    [t('framework.criterion.title'), wordsIn(criterion.title, locale)],
    [t('framework.criterion.question'), wordsIn(criterion.question, locale)],
    ...factsOf(t, criterion, { locale, parts: criterionParts }).map(
      ({ term, text }) => [term, text] as const,
    ),
    ...criterion.scale.map(
      (anchor, i) =>
        [
          t('framework.criterion.level', { level: anchor.level }),
          [wordsIn(anchor, locale), limits[i] && `(${limits[i]})`].filter(Boolean).join(' '),
        ] as const,
    ),
    [
      t('framework.criterion.indicators'),
      (criterion.indicators ?? [])
        .map(({ title, how }) => `${wordsIn(title, locale)} – ${wordsIn(how, locale)}`)
        .join('\n'),
    ],
    [
      t('framework.criterion.stakes'),
      (criterion.stakes ?? []).map((stake) => wordsIn(stake, locale)).join('\n'),
    ],
    [
      t('framework.criterion.sdgs'),
      (criterion.sdgs ?? []).map((goal) => t(`framework.sdg.${goal}` as MessageKey)).join('\n'),
    ],
  ]);
}

function aboutTexts(t: Translate<MessageKey>, content: FrameworkContent, locale: Locale): Named {
  return new Map([
    [t('framework.field.title'), wordsIn(content.title, locale)],
    [t('framework.field.description'), wordsIn(content.description, locale)],
    [t('framework.how-to-answer'), wordsIn(content.howToAnswer, locale)],
    [t('framework.contents'), content.dimensions.map(({ title }) => wordsIn(title, locale)).join('\n')],
  ]);
}

function rewordings(before: Named, after: Named): Rewording[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [old, now] = [before.get(name) ?? '', after.get(name) ?? ''];
    return old === now ? [] : [{ name, pieces: piecesBetween(old, now) }];
  });
}

/** The two texts as one, piece by piece: what is not added is the first of them, what is not removed the second. */
export function piecesBetween(before: string, after: string): Piece[] {
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    text: value,
    is: added ? 'added' : removed ? 'removed' : 'same',
  }));
}
