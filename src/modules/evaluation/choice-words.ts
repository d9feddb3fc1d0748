import type { Locale, Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import type { Choice, GroupChoice } from './choice.ts';
import type { ChoiceSettings } from './choice-settings.ts';

/** What every part of a comparison of options is told with. */
export interface ChoiceTold {
  t: Translate<MessageKey>;
  locale: Locale;
  choice: Choice;
  settings: ChoiceSettings;
  /** What an option is called, by its key. */
  titleOf: (option: string) => string;
  /** What a group is called. */
  nameOf: (groupId: string) => string;
  /** What a criterion is called, by its place in the comparison. */
  criterionOf: (place: number) => string;
}

/** « A », « B » and « C », as the language of the page lists them. */
export function listed({ locale }: Pick<ChoiceTold, 'locale'>, names: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
}

/** Options by their places in a group. */
export function optionsAt(
  told: Pick<ChoiceTold, 'locale' | 'titleOf' | 't'>,
  { options }: Pick<GroupChoice, 'options'>,
  places: readonly number[],
): string {
  const { t, titleOf } = told;
  return listed(
    told,
    places.flatMap((place) => {
      const key = options[place];
      return key === undefined ? [] : [t('evaluation.choice.named', { title: titleOf(key) })];
    }),
  );
}

/** A place or a share from 0 to 1, in whole percent. */
export function percentOf(share: number): number {
  return Math.round(share * 100);
}
