import type { Language } from '#kernel/content-terms.ts';
import type { Id } from '#kernel/ids.ts';
import type { RichText } from '#kernel/rich-text/rich-text.ts';
import type { Section } from './sections.ts';
import type { SetupStep } from './setup.ts';

/** A place whose people see, evaluate and grow their practices here. */
export interface Territory {
  id: Id;
  /** The host name it answers to; the only territory of an instance answers to every name. */
  host: string;
  name: string;
  welcome: RichText;
  /** INSEE codes of its communes. */
  communes: string[];
  /** IANA name, e.g. `Europe/Paris`. */
  timeZone: string;
  /** Of its own texts, and of what is written here until its author says otherwise. */
  language: Language;
  /** SPDX identifier of the licence that forms propose. */
  licence: string;
  /** `#rrggbb`, from which its colours are computed; null for those of the product. */
  colour: string | null;
  /** What it does not use. */
  sectionsOff: Section[];
  /** What its owner has not settled yet, in order. */
  setupLeft: SetupStep[];
  isDemo: boolean;
}

/** What the law wants every public site to tell; empty until an owner fills it in. */
export interface Notice {
  /** Who runs the site: a name, an address, a way to reach them. */
  publisher: string;
  /** Who answers for what is published. */
  director: string;
  /** Who hosts it: a name, an address, a telephone number. */
  hosting: string;
  /** What the territory adds to its legal notice, and to what it says of people's data. */
  legal: RichText;
  privacy: RichText;
}

/** Everything that owners settle, beside what is left to prepare. */
export type Settings = Pick<
  Territory,
  'name' | 'welcome' | 'communes' | 'timeZone' | 'language' | 'licence' | 'colour' | 'sectionsOff'
> &
  Notice & {
    /** After how many months without a word people are asked whether a practice is still true; null for never. */
    confirmAfterMonths: number | null;
  };
