import { type Result, err, ok } from '#kernel/result.ts';
import { slugify } from '#kernel/slug.ts';
import { type Words, wordsIn } from '../words.ts';
import type { FileProblem } from './framework-file.ts';
import { rdfType, schemaOrg, skos } from './skos-context.ts';
import type { Statements } from './statements.server.ts';
import { type Thing, thingIn } from './thing.ts';

/** A concept of a scheme, with those that are narrower. */
export interface Concept {
  id: string;
  title: Words;
  narrower: Concept[];
  /** The scheme says so itself. */
  isTop: boolean;
  thing?: Thing;
}

/** More concepts than any framework has. */
const mostConcepts = 1020;

/** The concepts that no other is broader than, each with those under it; or the loops that keep one from being found. */
export function conceptsIn(statements: Statements, language: 'fr' | 'en'): Result<Concept[], FileProblem[]> {
  const things = [...statements]
    .filter(([, about]) => about.get(rdfType)?.some(({ text }) => text === `${skos}Concept`))
    .map(([id]) => thingIn(statements, id, language));
  if (things.length > mostConcepts) {
    return err([{ line: null, place: 'skos:Concept', code: 'too-many', max: mostConcepts }]);
  }
  const concepts = new Map(named(things).map((concept) => [concept.thing.id, concept]));
  const broader = broaderOf(things);
  const loops = loopsIn(broader);
  if (loops.length > 0) {
    const nameOf = (id: string) => wordsIn(concepts.get(id)?.title, language) || id;
    return err(loops.map((loop) => ({ line: null, place: loop.map(nameOf).join(' → '), code: 'cycle' })));
  }
  for (const concept of inOrder([...concepts.values()])) {
    const parent = concepts.get(broader.get(concept.thing.id) ?? '');
    if (parent) parent.narrower.push(concept);
  }
  return ok(
    inOrder([...concepts.values()]).filter(({ thing }) => !concepts.has(broader.get(thing.id) ?? '')),
  );
}

type Named = Concept & { thing: Thing };

/** Each with an id of its own: its notation when it has the form of one, else made from its label. */
function named(things: readonly Thing[]): Named[] {
  const taken = { top: new Set<string>(), under: new Set<string>() };
  return things.map((thing): Named => {
    const isTop = thing.texts(`${skos}topConceptOf`).length > 0;
    const title = thing.words(`${skos}prefLabel`) ?? { fr: thing.id.slice(-80) };
    const notation = thing.text(`${skos}notation`) ?? '';
    const base = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(notation)
      ? notation
      : slugify(wordsIn(title, 'fr'), 'critere');
    const ids = taken[isTop ? 'top' : 'under'];
    let id = base;
    for (let count = 2; ids.has(id); count += 1) id = `${base}-${count}`;
    ids.add(id);
    return { id, title, narrower: [], isTop, thing };
  });
}

/** By the position they say, else as the file has them. */
function inOrder(concepts: readonly Named[]): Named[] {
  const position = ({ thing }: Named) => Number(thing.text(`${schemaOrg}position`) ?? 0);
  return concepts.toSorted((one, other) => position(one) - position(other));
}

/** Which concept each stands under, said from either side. */
function broaderOf(things: readonly Thing[]): Map<string, string> {
  const broader = new Map<string, string>();
  for (const { id, texts } of things) {
    const [parent] = texts(`${skos}broader`);
    if (parent !== undefined) broader.set(id, parent);
  }
  for (const { id, texts } of things) {
    for (const child of texts(`${skos}narrower`)) if (!broader.has(child)) broader.set(child, id);
  }
  return broader;
}

/** Chains that come back to where they began, each once. */
function loopsIn(broader: ReadonlyMap<string, string>): string[][] {
  const settled = new Set<string>();
  const loops: string[][] = [];
  for (const start of broader.keys()) {
    const trail: string[] = [];
    let at: string | undefined = start;
    while (at !== undefined && !settled.has(at)) {
      settled.add(at);
      trail.push(at);
      at = broader.get(at);
    }
    const from = at === undefined ? -1 : trail.indexOf(at);
    if (from !== -1) loops.push([...trail.slice(from), trail[from] ?? '']);
  }
  return loops;
}
