import { type Result, err, ok } from '#kernel/result.ts';
import { slugify } from '#kernel/slug.ts';
import { frameworkDraftShape } from '../framework-content.ts';
import { type Words, wordsIn } from '../words.ts';
import { type Concept, conceptsIn } from './concepts.ts';
import {
  type FileDefaults,
  type FileNote,
  type FileProblem,
  type FrameworkInFile,
  problemsOfShape,
} from './framework-file.ts';
import { lineageOf } from './lineage.ts';
import { dcterms, prov, rdfType, schemaOrg, sdgAddress, skos } from './skos-context.ts';
import type { Statements } from './statements.server.ts';
import { type Thing, thingIn } from './thing.ts';
import { criterionTexts, schemeTexts } from './write-framework-skos.ts';

type Raw = Record<string, unknown>;

/**
 * Reads a concept scheme as a framework: its top concepts become dimensions, every concept under them a criterion. What
 * a scheme of elsewhere does not have, a scale above all, is added for people to write, and told.
 */
export function readFrameworkSkos(
  statements: Statements,
  defaults: FileDefaults,
): Result<FrameworkInFile, FileProblem[]> {
  const schemes = [...statements].filter(([, about]) =>
    about.get(rdfType)?.some(({ text }) => text === `${skos}ConceptScheme`),
  );
  const scheme = thingIn(statements, schemes[0]?.[0] ?? '', defaults.language);
  const concepts = conceptsIn(statements, defaults.language);
  if (!concepts.ok) return concepts;
  if (schemes.length === 0 && concepts.value.length === 0) {
    return err([{ line: null, place: '', code: 'not-a-framework' }]);
  }
  const notes: FileNote[] = [];
  const title = scheme.words(`${skos}prefLabel`) ??
    scheme.words(`${dcterms}title`) ?? { [defaults.language]: defaults.title };
  const dimensions = dimensionsOf(concepts.value, title).map(({ concept, inside }) => ({
    id: concept.id,
    title: concept.title,
    description: concept.thing?.words(`${skos}definition`),
    criteria: inside.map((one) => readCriterion(one, { defaults, notes })),
  }));
  const raw = filled({ ...readScheme(scheme, defaults), title, dimensions });
  const read = frameworkDraftShape.safeParse(JSON.parse(JSON.stringify(raw)), { reportInput: true });
  if (!read.success) return err(problemsOfShape(read.error));
  return ok({ content: read.data, lineage: lineageOf(read.data, originOf(scheme)), notes });
}

interface TopConcept {
  concept: Concept;
  inside: Concept[];
}

/** A list without branches is one dimension, called as the whole. */
function dimensionsOf(roots: readonly Concept[], title: Words): TopConcept[] {
  const branches = roots.map((concept) => ({ concept, inside: concept.narrower.flatMap(withDescendants) }));
  if (roots.length === 0 || branches.some(({ inside, concept }) => inside.length > 0 || concept.isTop))
    return branches;
  const id = slugify(wordsIn(title, 'fr'), 'ensemble');
  return [{ concept: { id, title, narrower: [], isTop: true }, inside: [...roots] }];
}

function withDescendants(concept: Concept): Concept[] {
  return [concept, ...concept.narrower.flatMap(withDescendants)];
}

function readScheme(scheme: Thing, defaults: FileDefaults): Raw {
  const title = scheme.words(`${skos}prefLabel`) ?? scheme.words(`${dcterms}title`);
  const authors = scheme.texts(`${dcterms}creator`);
  const from = scheme.thing(`${prov}wasDerivedFrom`);
  return {
    id: scheme.text(`${schemaOrg}identifier`) ?? slugify(title ? wordsIn(title, 'fr') : '', 'referentiel'),
    version: Number(scheme.text(`${schemaOrg}version`) ?? 1),
    published: /^\d{4}-\d{2}-\d{2}/.exec(scheme.text(`${dcterms}issued`) ?? '')?.[0] ?? defaults.today,
    startingPoint: scheme.properties('startingPoint').length > 0,
    licence: scheme.text(`${dcterms}rights`) ?? scheme.text(`${dcterms}license`) ?? defaults.licence,
    authors: authors.length > 0 ? authors : [defaults.author],
    description: scheme.words(`${dcterms}description`),
    ...textsOf(scheme, schemeTexts),
    from: from?.text(`${schemaOrg}identifier`) && {
      frameworkId: from.text(`${schemaOrg}identifier`),
      version: Number(from.text(`${schemaOrg}version`)),
      title: from.words(`${skos}prefLabel`),
      territory: originOf(from)?.territory,
    },
    sources: scheme.things(`${dcterms}source`).map((source) => ({
      id: source.text(`${schemaOrg}identifier`),
      title: source.words(`${skos}prefLabel`),
      publisher: source.thing(`${dcterms}publisher`)?.text(`${schemaOrg}name`),
      date: source.text(`${schemaOrg}datePublished`),
      url: source.text(`${schemaOrg}url`),
    })),
  };
}

/** Whoever published it; of a scheme of elsewhere, the site where it stands. */
function originOf(scheme: Thing) {
  const publisher = scheme.thing(`${dcterms}publisher`);
  const address = URL.parse(scheme.id);
  const isOfTheWeb = /^https?:$/.test(address?.protocol ?? '');
  const name =
    publisher?.text(`${schemaOrg}name`) ??
    scheme.text(`${dcterms}publisher`) ??
    (isOfTheWeb ? address?.hostname : '');
  const url = publisher?.text(`${schemaOrg}url`) ?? (isOfTheWeb && !publisher ? scheme.id : undefined);
  return name ? { territory: { name, ...(url && { url }) } } : undefined;
}

function textsOf(thing: Thing, names: readonly string[]): Raw {
  return Object.fromEntries(
    names.map((name) => [name, thing.properties(name)[0]?.words(`${schemaOrg}text`)]),
  );
}

function readCriterion(
  { id, title, thing }: Concept,
  { defaults, notes }: { defaults: FileDefaults; notes: FileNote[] },
): Raw {
  const question = thing?.words(`${skos}definition`);
  if (!question) notes.push({ code: 'question-from-title', place: id });
  const read = thing ? { ...textsOf(thing, criterionTexts), ...readScale(thing), ...readLists(thing) } : {};
  const why = thing?.words(`${skos}scopeNote`);
  const raw: Raw = { id, title, question: question ?? title, why, sources: [], ...read };
  if (!('scale' in read)) {
    notes.push({ code: 'scale-added', place: id });
    raw['scale'] = defaults.scale.map((words, at) => ({ level: at + 1, ...words }));
  }
  return raw;
}

function readScale(thing: Thing): Raw {
  const number = (level: Thing) => Number(level.text(`${schemaOrg}value`));
  const levels = thing.properties('level').toSorted((one, other) => number(one) - number(other));
  if (levels.length === 0) return {};
  const unit = thing.properties('measure')[0]?.words(`${schemaOrg}unitText`);
  const isLower = levels[1]?.text(`${schemaOrg}maxValue`) !== undefined;
  const limit = `${schemaOrg}${isLower ? 'maxValue' : 'minValue'}`;
  return {
    scale: levels.map((level) => ({ level: number(level), ...level.words(`${schemaOrg}text`) })),
    measure: unit && {
      unit,
      better: isLower ? 'lower' : 'higher',
      bounds: levels.slice(1).map((level) => Number(level.text(limit) ?? Number.NaN)),
    },
    answeredBy: thing.properties('answeredBy')[0]?.text(`${schemaOrg}value`),
  };
}

function readLists(thing: Thing): Raw {
  const indicators = thing.properties('indicator').map((one) => ({
    id: one.text(`${schemaOrg}identifier`),
    title: one.words(`${skos}prefLabel`),
    unit: one.words(`${schemaOrg}unitText`),
    how: one.words(`${schemaOrg}text`),
  }));
  const stakes = thing.properties('stake').map((one) => one.words(`${schemaOrg}text`));
  const sdgs = thing
    .texts(`${dcterms}subject`)
    .flatMap((subject) => (subject.startsWith(sdgAddress) ? [Number(subject.slice(sdgAddress.length))] : []));
  const sources = thing
    .things(`${dcterms}source`)
    .flatMap((source) => source.text(`${schemaOrg}identifier`) ?? []);
  return {
    indicators: indicators.length > 0 ? indicators : undefined,
    stakes: stakes.length > 0 ? stakes : undefined,
    sdgs: sdgs.length > 0 ? sdgs : undefined,
    sources,
  };
}

function filled(raw: Raw): Raw {
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));
}
