import { Readable } from 'node:stream';
import { StreamParser } from 'n3';
import { RdfXmlParser } from 'rdfxml-streaming-parser';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import { type Graph, addStatement, asWritten, base, mostStatements } from './graph.ts';
import { expandEntities } from './xml-entities.ts';

const pieceLength = 65_536;

/**
 * Reads RDF in XML, Turtle, N-Triples or N-Quads. Nothing is fetched; entities are expanded within limits before the
 * parser sees them.
 */
export async function readRdfGraph(text: string): Promise<Result<Graph, ImportError>> {
  if (!isXml(text)) return gather(text, new StreamParser({ baseIRI: base }));
  const expanded = expandEntities(text);
  if (!expanded.ok) return err({ code: 'xml-entities-refused', params: {} });
  if (!isWhole(expanded.value)) return err({ code: 'rdf-not-read', params: { count: 0 } });
  return gather(expanded.value, new RdfXmlParser({ baseIRI: base, validateUri: false }));
}

/** Turtle may begin by an address in the same signs: `<https://exemple.org/1> a schema:Place .` */
function isXml(text: string): boolean {
  return /^\s*<(\?xml|!|[A-Za-z][\w.-]*(:[A-Za-z_][\w.-]*)?[\s>])/.test(text);
}

/** The parser does not mind a file whose end is missing. */
function isWhole(xml: string): boolean {
  const root = /<([A-Za-z_][\w.:-]*)/.exec(xml)?.[1] ?? '';
  const end = xml
    .slice(-10_000)
    .replaceAll(/<!--(?:(?!-->)[^])*-->\s*$/g, '')
    .trimEnd();
  return end.endsWith(`</${root}>`) || end.slice(end.lastIndexOf(`<${root}`)).endsWith('/>');
}

/** What the parsers give, as far as it is used here. */
interface Term {
  termType: string;
  value: string;
  language?: string;
}
interface Statement {
  subject: Term;
  predicate: Term;
  object: Term;
}

async function gather(text: string, parser: NodeJS.ReadWriteStream): Promise<Result<Graph, ImportError>> {
  const graph: Graph = new Map();
  let count = 0;
  async function* pieces(): AsyncGenerator<string> {
    for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength);
  }
  try {
    for await (const statement of Readable.from(pieces()).pipe(parser)) {
      count += 1;
      if (count > mostStatements)
        return err({ code: 'too-many-statements', params: { limit: mostStatements } });
      add(graph, statement as unknown as Statement);
    }
  } catch {
    return err({ code: 'rdf-not-read', params: { count } });
  }
  return ok(graph);
}

function add(graph: Graph, { subject, predicate, object }: Statement): void {
  addStatement(graph, nameOf(subject), {
    property: predicate.value,
    text: object.termType === 'Literal' ? object.value : nameOf(object),
    isNode: object.termType !== 'Literal',
    language: object.language ?? '',
  });
}

function nameOf({ termType, value }: Term): string {
  return termType === 'BlankNode' ? `_:${value}` : asWritten(value);
}
