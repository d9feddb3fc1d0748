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
  /** Kilometres to the commune that was asked about; null when nobody knows. */
  km?: number | null;
}

/** How far it is, in words; nothing when nobody asked, or nobody knows. */
export function distanceWords(t: Translate<MessageKey>, km: number | null | undefined): string {
  if (km === null || km === undefined) return '';
  return km < 1 ? t('practices.distance.here') : t('practices.distance.km', { km: Math.round(km) });
}

/** Where it is and how far, and what the exchange is for: what is known of these. */
export function whereAndWhy(
  t: Translate<MessageKey>,
  { purpose, km, ...details }: Pick<ListedPractice, 'communeName' | 'alsoIn' | 'epciName' | 'purpose' | 'km'>,
): string {
  return [placeWords(t, details), distanceWords(t, km), purpose && t(`practices.purpose-short.${purpose}`)]
    .filter(Boolean)
    .join(' · ');
}
