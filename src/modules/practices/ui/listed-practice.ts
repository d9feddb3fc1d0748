import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import { placeWords } from '../practice-words.ts';
import type { PracticeDetails } from '../practice.ts';

/** A practice as the views of a list show it. */
export interface ListedPractice extends Pick<
  PracticeDetails,
  'communeName' | 'alsoIn' | 'epciName' | 'purpose' | 'status' | 'count'
> {
  id: string;
  title: string;
  pitch: string;
  href: string;
  /** BCP 47 language when it is not the page's. */
  lang: string | undefined;
  /** What it says in the territory's own fields that lists show. */
  says?: readonly string[];
}

/** Where it is, and what the exchange is for: what is known of the two. */
export function whereAndWhy(
  t: Translate<MessageKey>,
  { purpose, ...details }: Pick<ListedPractice, 'communeName' | 'alsoIn' | 'epciName' | 'purpose'>,
): string {
  return [placeWords(t, details), purpose && t(`practices.purpose-short.${purpose}`)]
    .filter(Boolean)
    .join(' · ');
}
