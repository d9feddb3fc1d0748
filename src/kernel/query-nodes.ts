import type { OperationNode } from 'kysely';

/** A table of a query, and what the query calls it: its name when it has no other. */
interface QueryTable {
  name: string;
  alias: string;
}

/** What the guard of territories needs to know of one query. */
export interface QueryParts {
  tables: QueryTable[];
  /** SQL written as text, wherever it stands in the query. */
  texts: string[];
  /** Queries inside this one, each of which is judged on its own. */
  nested: OperationNode[];
}

const queryKinds = new Set([
  'SelectQueryNode',
  'InsertQueryNode',
  'UpdateQueryNode',
  'DeleteQueryNode',
  'MergeQueryNode',
]);

/** What holds tables, rather than columns or conditions. */
const fromKinds = new Set(['FromNode', 'JoinNode', 'UsingNode']);

const nameKinds = new Set([
  'IdentifierNode',
  'TableNode',
  'ReferenceNode',
  'ColumnNode',
  'SchemableIdentifierNode',
]);

/** Walks one query without entering the queries inside it. */
export function partsOfQuery(query: OperationNode): QueryParts {
  const parts: QueryParts = { tables: [], texts: [], nested: [] };
  if (query.kind === 'RawNode') collect(query, parts, false);
  else collectInside(query, parts, false);
  return parts;
}

function collect(value: unknown, parts: QueryParts, inFrom: boolean): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, parts, inFrom);
  }
  if (!isNode(value) || value.kind === 'ReferenceNode') return;
  if (queryKinds.has(value.kind)) {
    parts.nested.push(value);
    return;
  }
  const table = tableIn(value);
  if (table) parts.tables.push(table);
  else if (value.kind === 'RawNode') collectText(value, parts, inFrom);
  else collectInside(value, parts, inFrom && value.kind === 'AliasNode');
}

function collectInside(node: OperationNode, parts: QueryParts, inFrom: boolean): void {
  const holdsTables = inFrom || fromKinds.has(node.kind);
  for (const [field, value] of Object.entries(node)) collect(value, parts, holdsTables && field !== 'on');
}

/** Text that stands where a table does reads from it. */
function collectText(raw: OperationNode, parts: QueryParts, inFrom: boolean): void {
  parts.texts.push(inFrom ? `from ${textOf(raw)}` : textOf(raw));
  for (const part of valuesIn(raw)) collect(part, parts, false);
}

export function tableIn(node: OperationNode): QueryTable | undefined {
  if (node.kind === 'TableNode') return { name: nameOf(node), alias: nameOf(node) };
  if (node.kind !== 'AliasNode') return undefined;
  const { node: aliased, alias } = fieldsOf(node);
  if (!isNode(aliased) || aliased.kind !== 'TableNode') return undefined;
  return { name: nameOf(aliased), alias: nameOf(alias) };
}

/** The text of raw SQL: names put in are part of it, values are `?`. */
function textOf(raw: OperationNode): string {
  const fragments = fieldsOf(raw)['sqlFragments'] as string[];
  const put = parametersOf(raw).map((part) => {
    if (part.kind === 'RawNode') return textOf(part);
    return nameKinds.has(part.kind) ? qualifiedName(part) : '?';
  });
  return fragments.map((fragment, index) => fragment + (put[index] ?? '')).join('');
}

function qualifiedName(node: OperationNode): string {
  const { table } = fieldsOf(node);
  return node.kind === 'ReferenceNode' && isNode(table) ? `${nameOf(table)}.${nameOf(node)}` : nameOf(node);
}

/** What was put into raw SQL and is neither text nor a name. */
function valuesIn(raw: OperationNode): OperationNode[] {
  return parametersOf(raw).flatMap((part) => {
    if (part.kind === 'RawNode') return valuesIn(part);
    return nameKinds.has(part.kind) ? [] : [part];
  });
}

function parametersOf(raw: OperationNode): OperationNode[] {
  return fieldsOf(raw)['parameters'] as OperationNode[];
}

/** The fields of a node, whatever its kind. */
export function fieldsOf(node: OperationNode): Record<string, unknown> {
  return node as unknown as Record<string, unknown>;
}

export function isNode(value: unknown): value is OperationNode {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

/** The bare name inside a node that names something: an identifier, a column, a table. */
export function nameOf(node: unknown): string {
  let current: unknown = node;
  while (isNode(current)) {
    const fields = fieldsOf(current);
    if (typeof fields['name'] === 'string') return fields['name'];
    current = current.kind === 'TableNode' ? fields['table'] : (fields['identifier'] ?? fields['column']);
  }
  return '';
}
