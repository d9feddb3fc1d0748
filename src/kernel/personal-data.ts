import type { Context } from './context.ts';
import type { Id } from './ids.ts';
import type { Json } from './json.ts';

/** By what someone is known on the instance. */
export interface KnownPerson {
  id: Id;
  /** The name others see them under; empty when they chose none. */
  name: string;
  /** Addresses they have proved or were written to, in lower case: the present one first, then former ones. */
  emails: readonly string[];
}

/** One kind of things that the instance holds about someone: a table of their copy. */
export interface ToldTable {
  /** Key of its title and of its columns in the messages: `personal.table.<name>`, `personal.column.<name>`. */
  name: string;
  columns: readonly string[];
  /** In a stable order; each row has all the columns. */
  rows: () => AsyncIterable<ToldRow> | Promise<readonly ToldRow[]>;
}

export type ToldRow = Readonly<Record<string, Json>>;

/** How someone wishes to be forgotten. */
export interface ForgetWish {
  /** What becomes of the texts that they alone wrote for everyone. */
  texts: 'keep' | 'erase';
  /** What stands where their name stood: "une personne", in words of the territory. */
  someone: string;
}

/**
 * What one part of the product holds about people, on one territory: it tells it to the person, and forgets it. Every
 * module that keeps something about people has one; the application lists them.
 */
export interface PersonalDataPart {
  tell(context: Context, person: KnownPerson): readonly ToldTable[];
  /** Within the transaction of the whole erasure; done twice, it changes nothing more. */
  forget(inside: Context, person: KnownPerson, wish: ForgetWish): Promise<void>;
}
