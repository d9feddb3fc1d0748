import { type Result, err, ok } from '#kernel/result.ts';

/** What a document type may declare: exports of Semantic MediaWiki have about ten entities, for their namespaces. */
const limits = {
  /** Characters before the first element in which the declaration must end. */
  declaration: 65_536,
  entities: 500,
  /** Characters of one entity. */
  length: 4_000,
  /** Characters that all of them may add to a file. */
  expanded: 50_000_000,
} as const;

export type EntityRefusal = 'external-entities' | 'nested-entities' | 'too-many-entities';

const declared = /<!ENTITY\s+(%\s+)?([\p{L}_][\p{L}\p{N}_.-]*)\s+("[^"]*"|'[^']*'|[^>]*)\s*>/gu;
const predefined = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

/**
 * Replaces the entities that an XML text declares by what they stand for, and takes its document type away, so that no
 * parser has to expand anything. Refused: entities that would be fetched from elsewhere (`SYSTEM`, `PUBLIC`) or that
 * change the declaration (`%`), entities made of entities, and more than the limits of this file. A document type of
 * elsewhere is never fetched either.
 *
 * @example expandEntities('<!DOCTYPE a [<!ENTITY x "é">]><a>&x;</a>') // ok('<a>é</a>')
 */
export function expandEntities(xml: string): Result<string, EntityRefusal> {
  const start = doctypeStart(xml);
  if (start === -1) return ok(xml);
  const declaration = xml.slice(start, start + limits.declaration);
  const end = doctypeEnd(declaration);
  if (end === -1) return err('too-many-entities');
  const entities = readEntities(declaration.slice(0, end));
  if (!entities.ok) return entities;
  return replaceEntities(xml.slice(0, start) + xml.slice(start + end), entities.value);
}

/** Only before the first element: later, it is part of a text. */
function doctypeStart(xml: string): number {
  const head = xml.slice(0, limits.declaration);
  const start = head.search(/<!DOCTYPE/i);
  const element = head.search(/<[\p{L}_]/u);
  return start !== -1 && (element === -1 || start < element) ? start : -1;
}

function doctypeEnd(declaration: string): number {
  let quote = '';
  let isInside = false;
  for (let index = 0; index < declaration.length; index += 1) {
    const letter = declaration.charAt(index);
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '[') isInside = true;
    else if (letter === ']') isInside = false;
    else if (letter === '>' && !isInside) return index + 1;
  }
  return -1;
}

function readEntities(declaration: string): Result<ReadonlyMap<string, string>, EntityRefusal> {
  const entities = new Map<string, string>();
  for (const [, parameter, name = '', raw = ''] of declaration.matchAll(declared)) {
    if (parameter || !/^["']/.test(raw)) return err('external-entities');
    const value = raw.slice(1, -1);
    if (
      [...value.matchAll(/&([^;\s]*);/g)].some(
        ([, inner = '']) => !predefined.has(inner) && !inner.startsWith('#'),
      )
    ) {
      return err('nested-entities');
    }
    if (value.length > limits.length || entities.size >= limits.entities) return err('too-many-entities');
    // The first declaration of a name holds (XML 1.0, 4.2).
    if (!entities.has(name)) entities.set(name, value.replaceAll('<', '&lt;').replaceAll('"', '&quot;'));
  }
  return ok(entities);
}

function replaceEntities(xml: string, entities: ReadonlyMap<string, string>): Result<string, EntityRefusal> {
  let added = 0;
  const expanded = xml.replaceAll(/&([\p{L}_][\p{L}\p{N}_.-]{0,100});/gu, (reference, name: string) => {
    const value = entities.get(name);
    if (value === undefined || added > limits.expanded) return reference;
    added += value.length;
    return value;
  });
  return added > limits.expanded ? err('too-many-entities') : ok(expanded);
}
