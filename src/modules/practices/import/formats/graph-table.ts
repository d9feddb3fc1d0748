import type { ImportWarning } from '../import-codes.ts';
import { joinValues } from '../multiple-values.ts';
import { type ImportField, fieldsOfSeveralColumns } from '../practice-draft.ts';
import type { Cells } from '../recognise-columns.ts';
import { type Graph, type GraphNode, isBlank, localName } from './graph.ts';
import { type FoundProperty, licenceText, propertiesOf } from './graph-properties.ts';
import { idOf, recordsIn } from './graph-records.ts';
import { tellingTypes } from './graph-terms.ts';
import { siteOf } from './site-of.ts';
import type { KnownColumns } from './source-table.ts';
import { decodeAddressName, wikiPageOf } from './wiki-names.ts';

/** The practices of a file of linked data as a table of texts. */
export interface GraphTable {
  headers: string[];
  known: KnownColumns;
  rows: Cells[];
  sourceName: string;
  licence: string;
  warnings: ImportWarning[];
}

/** What of a record a column holds. */
interface Part {
  header: string;
  /** Undefined leaves it to the recogniser. */
  field: ImportField | undefined;
  texts: readonly string[];
}

/** Parts of one practice, and properties of it and of them, that are looked at. */
const mostParts = 300;
const mostProperties = 2_000;

/** Columns that do not come from a property. */
const headersOf = { id: '@id', address: '@address', type: 'type' } as const;

/**
 * Reads the practices of a graph as rows. Properties of the usual vocabularies go to their field; those of a wiki or of
 * another vocabulary keep their own name, for the recogniser and for people. What stands under a practice (address,
 * position, contact) is read as its own; other things that it names are told by their name. People are never practices.
 */
export function readGraph(graph: Graph): GraphTable {
  const { records, people } = recordsIn(graph);
  const parts = records.map((node) => partsOf(node, graph));
  const known = new Map<string, ImportField>();
  for (const { header, field } of parts.flat()) if (field) known.set(header, field);
  const warnings: ImportWarning[] =
    people === 0 ? [] : [{ field: null, code: 'people-left-out', params: { count: people } }];
  return {
    headers: [...new Set(parts.flat().map(({ header }) => header))],
    known: Object.fromEntries(known),
    rows: parts.map(cellsOf),
    sourceName: siteOf(records.map(addressOf)),
    licence: licenceOf(graph),
    warnings,
  };
}

function cellsOf(parts: readonly Part[]): Cells {
  const byHeader = Map.groupBy(parts, ({ header }) => header);
  const cells = [...byHeader].map(([header, same]) => {
    const texts = same.flatMap((part) => part.texts).map((text) => text.trim());
    return [header, joinValues([...new Set(texts)])] as const;
  });
  return Object.fromEntries(cells.filter(([, text]) => text !== ''));
}

function partsOf(node: GraphNode, graph: Graph): Part[] {
  const address = addressOf(node);
  const budget = { parts: mostParts };
  const all = propertiesOf(node, { graph, path: [], seen: new Set([node.id]), budget }).slice(
    0,
    mostProperties,
  );
  // The address of its own page is where it comes from, not its site.
  const found = all.filter(({ field, texts }) => field !== 'website' || texts[0] !== address);
  const parts: Part[] = [
    { header: headersOf.id, field: 'externalId', texts: [idOf(node)] },
    { header: headersOf.address, field: 'sourceUrl', texts: [address] },
    ...typesOf(node),
    ...found.map((one) => partFor(one, found)),
  ];
  return parts.filter((part, index) => part.texts.some(Boolean) && !isRepeated(part, parts.slice(0, index)));
}

/** Vocabularies side by side say the same several times; a place is often called by its street or its commune. */
function isRepeated({ field, texts }: Part, before: readonly Part[]): boolean {
  const alike = (one: Part) => one.field === field || (field === 'address' && one.field === 'communeName');
  const said = new Set(before.filter(alike).flatMap((one) => one.texts));
  return field !== undefined && texts.every((text) => said.has(text));
}

/** A field that takes one value takes that of the property which says it best; others keep their own name. */
function partFor(one: FoundProperty, all: readonly FoundProperty[]): Part {
  const { field, path, texts } = one;
  const own = path.join('.');
  if (field === undefined) return { header: own, field, texts };
  if (fieldsOfSeveralColumns.has(field)) return { header: own, field, texts };
  const rivals = all.filter((other) => other.field === field);
  const [best] = rivals.toSorted(
    (first, other) => first.rank - other.rank || first.path.length - other.path.length,
  );
  if (best === one) return { header: field, field, texts };
  if (best && texts.every((text) => best.texts.includes(text))) return { header: own, field, texts: [] };
  return { header: `${own} (2)`, field: undefined, texts };
}

const pageOf = 'http://semantic-mediawiki.org/swivt/1.0#page';

function addressOf({ id, properties }: GraphNode): string {
  const page = properties.get(pageOf)?.[0]?.text;
  if (page !== undefined) return page;
  const about = [...properties].find(([property]) =>
    /^(subjectOf|mainEntityOfPage)$/.test(localName(property)),
  );
  const [first] = about?.[1] ?? [];
  if (first?.isNode && /^https?:/i.test(first.text)) return first.text;
  return !isBlank(id) && /^https?:/i.test(id) ? id : '';
}

/** Categories of a wiki are called as it calls them (`Catégorie`); other types go together. */
function typesOf({ types }: GraphNode): Part[] {
  return tellingTypes(types).map((type) => {
    const page = wikiPageOf(type);
    const header = page?.namespace || headersOf.type;
    return { header, field: undefined, texts: [page?.name ?? decodeAddressName(localName(type))] };
  });
}

/** The licence that the file gives to all it holds. */
function licenceOf(graph: Graph): string {
  const whole = [...graph.values()].filter(({ types }) =>
    types.some((type) => /[#/](Dataset|Ontology|DataCatalog|Catalog|CreativeWork)$/.test(type)),
  );
  const said = whole.flatMap(({ properties }) =>
    [...properties].filter(([property]) => /^(license|licence)$/.test(localName(property))),
  );
  return licenceText(said[0]?.[1][0]?.text ?? '');
}
