import { setImmediate as nextTurn } from 'node:timers/promises';
import jsonld from 'jsonld';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError, ImportWarning } from '../import-codes.ts';
import { type Graph, addStatement, asWritten, base, mostStatements, rdfType } from './graph.ts';
import { contextFor } from './jsonld-contexts.ts';
import { isObject, itemsOf, own, textOf } from './json-values.ts';

/** Things read at a time: a long file must not keep the server from answering. */
const batchSize = 200;

export interface JsonLdReading {
  graph: Graph;
  warnings: ImportWarning[];
}

/** Whether a JSON value is JSON-LD: it has a context, or things in its expanded form. */
export function isJsonLd(value: unknown): boolean {
  const first = Array.isArray(value) ? (value[0] as unknown) : value;
  return ['@context', '@graph', '@id', '@type'].some((name) => own(first, name) !== undefined);
}

/**
 * Reads JSON-LD without fetching anything: contexts of elsewhere are replaced by one that keeps every name, and those
 * whose vocabulary is not known are told.
 */
export async function readJsonLdGraph(value: unknown): Promise<Result<JsonLdReading, ImportError>> {
  const graph: Graph = new Map();
  const unknown = new Set<string>();
  function documentLoader(address: string) {
    const { context, isKnown } = contextFor(address);
    if (!isKnown) unknown.add(address);
    return Promise.resolve({ documentUrl: address, document: { '@context': { ...context } } });
  }
  let count = 0;
  try {
    for (const [index, batch] of batchesOf(value).entries()) {
      const nodes: unknown = await jsonld.flatten(batch as object, undefined, { base, documentLoader });
      for (const { value: node } of itemsOf(nodes)) count += addNode(graph, node, `${index}-`);
      if (count > mostStatements)
        return err({ code: 'too-many-statements', params: { limit: mostStatements } });
      await nextTurn();
    }
  } catch {
    return err({ code: 'jsonld-not-read', params: {} });
  }
  const warnings = [...unknown].slice(0, 10).map((address): ImportWarning => {
    return { field: null, code: 'context-not-known', params: { address } };
  });
  return ok({ graph, warnings });
}

/** Where documents keep the things they list. */
const lists = ['@graph', 'ldp:contains', 'itemListElement', 'contains'] as const;

/** The things of a document in small lots, each with the context of the whole. */
function batchesOf(value: unknown): unknown[] {
  const name = lists.find((one) => Array.isArray(own(value, one)));
  const things: unknown[] = Array.isArray(value) ? value : name ? (own(value, name) as unknown[]) : [];
  if (things.length <= batchSize) return [value];
  const { [name ?? '']: _, ...rest } = isObject(value) ? value : {};
  const context = own(value, '@context');
  const whole = name === undefined || name === '@graph' ? [] : [{ ...rest }];
  const lots = Array.from({ length: Math.ceil(things.length / batchSize) }, (_unused, index) => {
    const lot = things.slice(index * batchSize, (index + 1) * batchSize);
    return context === undefined ? lot : { '@context': context, '@graph': lot };
  });
  return [...whole, ...lots];
}

/** Adds a node of the flattened form; blank names hold within their lot only. Returns how many statements it made. */
function addNode(graph: Graph, node: unknown, lot: string): number {
  const nameIn = (id: string) => (id.startsWith('_:') ? `_:${lot}${id.slice(2)}` : asWritten(id));
  const subject = nameIn(textOf(own(node, '@id')));
  let count = 0;
  for (const { key: property, value } of itemsOf(node)) {
    if (property === '@id' || property === '@index') continue;
    for (const { value: object } of valuesOf(value)) {
      const isType = property === '@type';
      const target = isType ? textOf(object) : textOf(own(object, '@id'));
      const isNode = isType || target !== '';
      addStatement(graph, subject, {
        property: isType ? rdfType : property,
        text: isNode ? nameIn(target) : textOf(own(object, '@value')),
        isNode,
        language: textOf(own(object, '@language')),
      });
      count += 1;
    }
  }
  return count;
}

/** Values of a property; those of an ordered list one by one. */
function valuesOf(value: unknown): { value: unknown }[] {
  return itemsOf(value).flatMap((item) => {
    const list = own(item.value, '@list');
    return list === undefined ? [item] : itemsOf(list);
  });
}
