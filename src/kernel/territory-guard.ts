import type { KyselyPlugin, OperationNode, PluginTransformQueryArgs, PluginTransformResultArgs } from 'kysely';

const queryKinds = new Set(['SelectQueryNode', 'InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode', 'MergeQueryNode']);

/** Refuses, before it is sent, a query on a territory's table that does not name its territory. */
export class TerritoryGuard implements KyselyPlugin {
  readonly #tables: ReadonlySet<string>;

  constructor(tables: ReadonlySet<string>) {
    this.#tables = tables;
  }

  transformQuery({ node }: PluginTransformQueryArgs) {
    this.#checkQuery(node);
    return node;
  }

  async transformResult({ result }: PluginTransformResultArgs) {
    return result;
  }

  #checkQuery(query: OperationNode): void {
    const found: Found = { tables: [], columns: [], rawText: '' };
    collect(query, found, (nested) => this.#checkQuery(nested));
    const scoped = found.tables.filter((table) => this.#tables.has(table.name));
    for (const table of scoped) {
      const named = found.columns.some(
        (column) => column === `${table.alias}.territory_id` || (scoped.length === 1 && column === 'territory_id'),
      );
      if (!named) throw new MissingTerritoryError(table.name);
    }
    for (const name of this.#tables) {
      if (new RegExp(`\\b(from|join|into|update)\\s+"?${name}\\b`, 'i').test(found.rawText)) {
        if (!found.rawText.includes('territory_id')) throw new MissingTerritoryError(name);
      }
    }
  }
}

/** A programming error, not a person's: no page ever shows it. */
export class MissingTerritoryError extends Error {
  constructor(table: string) {
    super(`A query on "${table}" must name its territory_id`);
  }
}

interface Found {
  tables: { name: string; alias: string }[];
  columns: string[];
  rawText: string;
}

/** Walks one query without entering the queries inside it, which are checked on their own. */
function collect(node: unknown, found: Found, onNested: (query: OperationNode) => void, isRoot = true): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, found, onNested, false);
    return;
  }
  if (!isNode(node)) return;
  if (!isRoot && queryKinds.has(node.kind)) {
    onNested(node);
    return;
  }
  const fields = node as unknown as Record<string, unknown>;
  if (node.kind === 'TableNode') {
    const name = identifier(fields['table']);
    found.tables.push({ name, alias: name });
    return;
  }
  if (node.kind === 'AliasNode' && isNode(fields['node']) && fields['node'].kind === 'TableNode') {
    const name = identifier((fields['node'] as unknown as Record<string, unknown>)['table']);
    found.tables.push({ name, alias: identifier(fields['alias']) });
    return;
  }
  if (node.kind === 'ReferenceNode') {
    const column = identifier(fields['column']);
    const table = isNode(fields['table']) ? identifier((fields['table'] as unknown as Record<string, unknown>)['table']) : '';
    found.columns.push(table ? `${table}.${column}` : column);
    return;
  }
  if (node.kind === 'ColumnNode') {
    found.columns.push(identifier(fields['column']));
    return;
  }
  if (node.kind === 'RawNode') found.rawText += ` ${(fields['sqlFragments'] as string[]).join(' ? ')}`;
  // What is asked for or returned names a territory without restricting the query to it.
  const skipped = node.kind.endsWith('QueryNode') ? ['selections', 'returning', 'orderBy', 'groupBy'] : [];
  for (const [key, value] of Object.entries(fields)) {
    if (key === 'kind') continue;
    if (skipped.includes(key)) collectNested(value, onNested);
    else collect(value, found, onNested, false);
  }
}

function collectNested(node: unknown, onNested: (query: OperationNode) => void): void {
  const ignored: Found = { tables: [], columns: [], rawText: '' };
  collect(node, ignored, onNested, false);
}

function isNode(value: unknown): value is OperationNode {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

/** The bare name inside an IdentifierNode, ColumnNode or SchemableIdentifierNode. */
function identifier(node: unknown): string {
  let current: unknown = node;
  while (typeof current === 'object' && current !== null) {
    const fields = current as Record<string, unknown>;
    if (typeof fields['name'] === 'string') return fields['name'];
    current = fields['identifier'] ?? fields['column'] ?? fields['name'];
  }
  return '';
}
