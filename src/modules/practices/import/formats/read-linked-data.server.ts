import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError, ImportWarning } from '../import-codes.ts';
import type { Graph } from './graph.ts';
import { readGraph } from './graph-table.ts';
import { heldTable } from './held-table.ts';
import { readWholeJson } from './whole-json.server.ts';
import type { ReadOptions, SourceFile, SourceTable } from './source-table.ts';
import { readWholeText } from './whole-text.server.ts';

// The parsers are loaded for whoever first imports such a file: starting would wait for them.

/** RDF in XML, Turtle, N-Triples or N-Quads: exports of semantic wikis, open data. */
export async function readRdf(
  file: SourceFile,
  options: ReadOptions,
): Promise<Result<SourceTable, ImportError>> {
  const read = await readWholeText(file, options);
  if (!read.ok) return read;
  const { readRdfGraph } = await import('./rdf-graph.server.ts');
  const graph = await readRdfGraph(read.value.text);
  if (!graph.ok) return graph;
  return tableOf('rdf', { graph: graph.value, encoding: read.value.encoding, warnings: [] });
}

/** JSON-LD: schema.org, PAIR, GoGoCarto, our own exports. */
export async function readJsonLd(
  file: SourceFile,
  options: ReadOptions,
): Promise<Result<SourceTable, ImportError>> {
  const read = await readWholeJson(file, options);
  if (!read.ok) return read;
  const { value, encoding } = read.value;
  const { isJsonLd, readJsonLdGraph } = await import('./jsonld-graph.server.ts');
  if (!isJsonLd(value)) return err({ code: 'not-of-format', params: { format: 'jsonld' } });
  const graph = await readJsonLdGraph(value);
  return graph.ok ? tableOf('jsonld', { ...graph.value, encoding }) : graph;
}

interface ReadGraph {
  graph: Graph;
  encoding: string;
  warnings: readonly ImportWarning[];
}

function tableOf(
  format: 'rdf' | 'jsonld',
  { graph, encoding, warnings }: ReadGraph,
): Result<SourceTable, ImportError> {
  const table = readGraph(graph);
  if (table.rows.length === 0) return err({ code: 'no-records', params: {} });
  return ok(heldTable(format, encoding, { ...table, warnings: [...warnings, ...table.warnings] }));
}
