import type { Words } from '../words.ts';
import { schemaOrg } from './skos-context.ts';
import type { Statements } from './statements.server.ts';

/** A thing that a file of linked data speaks of, read property by property. */
export interface Thing {
  id: string;
  /** The first text of a property, whatever its language. */
  text(property: string): string | undefined;
  texts(property: string): string[];
  /** Its texts in the languages of the interface; undefined when there are none. */
  words(property: string): Words | undefined;
  thing(property: string): Thing | undefined;
  things(property: string): Thing[];
  /** Additional properties of that name. */
  properties(name: string): Thing[];
}

/** @param language of texts that do not say theirs, and of those in a language that the interface does not have */
export function thingIn(statements: Statements, id: string, language: 'fr' | 'en'): Thing {
  const valuesOf = (property: string) => statements.get(id)?.get(property) ?? [];
  const things = (property: string) =>
    valuesOf(property).flatMap(({ text, isNode }) => (isNode ? [thingIn(statements, text, language)] : []));
  return {
    id,
    text: (property) => valuesOf(property).find(({ text }) => text.trim() !== '')?.text,
    texts: (property) => valuesOf(property).map(({ text }) => text),
    words(property) {
      const told = valuesOf(property).filter(({ text, isNode }) => !isNode && text.trim() !== '');
      const inLanguage = (wanted: string) =>
        told.find((value) => value.language.split('-')[0] === wanted)?.text;
      const fr = inLanguage('fr');
      const en = inLanguage('en');
      if (fr ?? en) return { ...(fr && { fr }), ...(en && { en }) };
      const other = inLanguage('') ?? told[0]?.text;
      return other === undefined ? undefined : { [language]: other };
    },
    thing: (property) => things(property)[0],
    things,
    properties: (name) =>
      things(`${schemaOrg}additionalProperty`).filter((one) => one.text(`${schemaOrg}propertyID`) === name),
  };
}
