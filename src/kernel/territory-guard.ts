import type {
  KyselyPlugin,
  OperationNode,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
} from 'kysely';
import { createLru } from './lru.ts';
import { type QueryParts, fieldsOf, isNode, nameOf, partsOfQuery, tableIn } from './query-nodes.ts';
import { openTableInText } from './territory-in-text.ts';

/** In characters. Longer texts are those of batches, whose reading weighs little beside what they do. */
const longestKnown = 5000;

/**
 * Refuses, before it is sent, a query on a territory's table that does not keep to one territory: in a query made
 * with the builder, each such table must have `territory_id = …` among the conditions that all hold (in an insert,
 * among the columns). SQL written as text is judged by its text, which is rougher.
 */
export class TerritoryGuard implements KyselyPlugin {
  readonly #tables: ReadonlySet<string>;
  /** What was found in SQL written as text, by the text: the same few come again with every request. */
  readonly #verdicts = createLru<{ open: string | undefined }>(500, () => 1);

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
    const parts = partsOfQuery(query);
    for (const nested of parts.nested) this.#checkQuery(nested);
    const kept = keptToTerritory(query, parts, this.#tables);
    for (const { name, alias } of parts.tables) {
      if (this.#tables.has(name) && !kept.has(alias)) throw new MissingTerritoryError(name);
    }
    const open = this.#openIn(parts.texts.join(' '));
    if (open) throw new MissingTerritoryError(open);
  }

  #openIn(text: string): string | undefined {
    const known = this.#verdicts.get(text);
    if (known) return known.open;
    const open = openTableInText(text, this.#tables);
    if (text.length < longestKnown) this.#verdicts.set(text, { open });
    return open;
  }
}

/** A programming error, not a person's: no page ever shows it. */
export class MissingTerritoryError extends Error {
  constructor(table: string) {
    super(`A query on "${table}" must name its territory_id`);
  }
}

/** The tables, by alias, that the conditions of the query keep to one territory. */
function keptToTerritory(query: OperationNode, parts: QueryParts, scoped: ReadonlySet<string>): Set<string> {
  const { where, joins, using, columns } = fieldsOf(query);
  if (query.kind === 'InsertQueryNode') {
    const named = Array.isArray(columns) && columns.some((column) => nameOf(column) === 'territory_id');
    return new Set(named ? parts.tables.map(({ alias }) => alias) : []);
  }
  const ofTerritories = parts.tables.filter(({ name }) => scoped.has(name));
  const onlyOne = ofTerritories.length === 1 ? ofTerritories[0]?.alias : undefined;
  const ties = [
    ...conditionsOf(where).flatMap((condition) => tiesOf(condition, onlyOne)),
    ...[joins, using].flat().flatMap((join) => tiesOfJoin(join, onlyOne)),
  ];
  return following(ties, new Set(parts.tables.map(({ alias }) => alias)));
}

/** The `territory_id` of a table equals a value (`to` is null), or the `territory_id` of the table `to`. */
interface Tie {
  alias: string;
  to: string | null;
}

/** The tables tied to a value, directly or through others; one of the query around this one is judged there. */
function following(ties: Tie[], own: ReadonlySet<string>): Set<string> {
  const kept = new Set<string>();
  let before = -1;
  while (kept.size > before) {
    before = kept.size;
    for (const { alias, to } of ties) {
      if (to === null || kept.has(to) || !own.has(to)) kept.add(alias);
    }
  }
  return kept;
}

/** The condition of an outer join restricts the table it adds, never those it keeps whole. */
function tiesOfJoin(join: unknown, onlyOne: string | undefined): Tie[] {
  if (!isNode(join) || join.kind !== 'JoinNode') return [];
  const { joinType, table, on } = fieldsOf(join);
  const ties = conditionsOf(on).flatMap((condition) => tiesOf(condition, onlyOne));
  if (joinType === 'InnerJoin' || joinType === 'LateralInnerJoin' || joinType === 'Using') return ties;
  if (joinType !== 'LeftJoin' && joinType !== 'LateralLeftJoin') return [];
  const added = isNode(table) ? tableIn(table)?.alias : undefined;
  return ties.filter(({ alias }) => alias === added);
}

/** The conditions that must all hold. */
function conditionsOf(node: unknown): OperationNode[] {
  if (!isNode(node)) return [];
  const { where, on, node: inner, left, right } = fieldsOf(node);
  switch (node.kind) {
    case 'WhereNode':
      return conditionsOf(where);
    case 'OnNode':
      return conditionsOf(on);
    case 'ParensNode':
      return conditionsOf(inner);
    case 'AndNode':
      return [...conditionsOf(left), ...conditionsOf(right)];
    default:
      return [node];
  }
}

function tiesOf(condition: OperationNode, onlyOne: string | undefined): Tie[] {
  const { operator, leftOperand, rightOperand } = fieldsOf(condition);
  if (condition.kind !== 'BinaryOperationNode' || !isNode(operator)) return [];
  if (fieldsOf(operator)['operator'] !== '=') return [];
  const left = territoryColumn(leftOperand, onlyOne);
  const right = territoryColumn(rightOperand, onlyOne);
  if (left && right) {
    return left === right
      ? []
      : [
          { alias: left, to: right },
          { alias: right, to: left },
        ];
  }
  const alias = left ?? right;
  const other = left ? rightOperand : leftOperand;
  return alias && isNode(other) && other.kind === 'ValueNode' ? [{ alias, to: null }] : [];
}

/** The alias of the table whose `territory_id` this is. */
function territoryColumn(operand: unknown, onlyOne: string | undefined): string | undefined {
  if (!isNode(operand) || operand.kind !== 'ReferenceNode') return undefined;
  const { table, column } = fieldsOf(operand);
  if (nameOf(column) !== 'territory_id') return undefined;
  return isNode(table) ? nameOf(table) : onlyOne;
}
