import jsonld from 'jsonld';
import { Parser } from 'n3';
import { skos } from './skos-context.ts';

/** A value of a property: a text, or another thing by its name. */
export interface Value {
  text: string;
  isNode: boolean;
  language: string;
}

/** What a file says, by thing and property, in the order of the file. */
export type Statements = Map<string, Map<string, Value[]>>;

interface Term {
  termType: string;
  value: string;
  language?: string;
}
interface Quad {
  subject: Term;
  predicate: Term;
  object: Term;
}

/** Stands for the address of a file, for names that are relative to it. */
const base = 'file:///referentiel/';

/** Reads JSON-LD without fetching anything: of contexts that stand elsewhere, terms are taken for those of SKOS. */
export async function statementsOfJsonLd(document: unknown): Promise<Statements | undefined> {
  const elsewhere = { '@context': { '@vocab': skos, id: '@id', type: '@type' } };
  try {
    const quads = await jsonld.toRDF(
      document as jsonld.JsonLdDocument,
      {
        base,
        documentLoader: (address: string) => Promise.resolve({ documentUrl: address, document: elsewhere }),
      } as jsonld.Options.ToRdf,
    );
    return gather(quads as unknown as Quad[]);
  } catch {
    return undefined;
  }
}

/** Reads Turtle or N-Triples. */
export function statementsOfTurtle(text: string): Statements | undefined {
  try {
    return gather(new Parser({ baseIRI: base }).parse(text) as unknown as Quad[]);
  } catch {
    return undefined;
  }
}

function gather(quads: readonly Quad[]): Statements {
  const statements: Statements = new Map();
  for (const { subject, predicate, object } of quads) {
    const about = statements.get(subject.value) ?? new Map<string, Value[]>();
    statements.set(subject.value, about);
    const values = about.get(predicate.value) ?? [];
    about.set(predicate.value, values);
    const isNode = object.termType !== 'Literal';
    values.push({ text: object.value, isNode, language: (object.language ?? '').toLowerCase() });
  }
  return statements;
}
