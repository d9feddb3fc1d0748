import { slugify } from '#kernel/slug.ts';
import { type Cells, type RowType, wordsOf } from './framework-columns.ts';
import { type FileProblem, type FileProblemCode, mostProblems } from './framework-file.ts';

export interface Row {
  line: number;
  type: RowType;
  cells: Cells;
}

/** A line that others may stand under, with the id it has or is given. */
interface Holder extends Row {
  id: string;
}

/** A line under another one. */
export interface Placed extends Row {
  /** The id of the dimension or criterion it belongs to. */
  under: string;
}

export interface Tree {
  dimensions: Holder[];
  /** Each under its dimension. */
  criteria: (Holder & Placed)[];
  /** Levels, indicators and stakes, each under its criterion. */
  details: Placed[];
}

const holders = {
  criterion: 'dimension',
  level: 'criterion',
  indicator: 'criterion',
  stake: 'criterion',
} as const;
type Held = keyof typeof holders;

const isHeld = (type: RowType): type is Held => Object.hasOwn(holders, type);

/**
 * Puts lines under those they name as their parent, by its id or its title; a line that names none stands under the
 * last that could hold it.
 */
export function treeOf(rows: readonly Row[]): { tree: Tree; problems: FileProblem[] } {
  const problems: FileProblem[] = [];
  const nodes = { dimension: nodesOf(rows, 'dimension'), criterion: nodesOf(rows, 'criterion') };
  const named = { dimension: namesOf(nodes.dimension), criterion: namesOf(nodes.criterion) };
  const find = (type: 'dimension' | 'criterion', name: string) => named[type].get(name);
  const findAny = (name: string) => find('dimension', name) ?? find('criterion', name);

  function problem({ line }: Row, code: FileProblemCode, place: string): void {
    problems.push({ line, place, code });
  }
  /** Names of the lines that lead back to this one, or why its parent cannot hold it. */
  function misplaced(row: Row, name: string): void {
    // Each walk is as long as the file may be.
    if (problems.length >= mostProblems) return;
    const met = new Set<Holder>();
    for (let at = findAny(name); at && !met.has(at); at = findAny(at.cells['parent'] ?? '')) met.add(at);
    const trail = [...met];
    const self = trail.findIndex(({ line }) => line === row.line);
    if (self !== -1) {
      const names = trail.slice(0, self + 1).map(({ id }) => id);
      problem(row, 'cycle', [names.at(-1), ...names].join(' → '));
    } else problem(row, trail.length > 0 ? 'parent-wrong' : 'parent-unknown', name);
  }
  function holderOf(row: Row, type: 'dimension' | 'criterion'): Holder | undefined {
    const name = row.cells['parent'] ?? '';
    if (name !== '') {
      const holder = find(type, name);
      if (!holder) misplaced(row, name);
      return holder;
    }
    const above = nodes[type].findLast(({ line }) => line < row.line);
    if (!above) problem(row, 'parent-missing', row.cells['id'] ?? '');
    return above;
  }

  const whole = rows.find(({ type }) => type === 'framework')?.cells['id'];
  for (const row of nodes.dimension) {
    const parent = row.cells['parent'] ?? '';
    if (parent !== '' && parent !== whole) misplaced(row, parent);
  }
  const placed = rows.flatMap((row) => {
    const holder = isHeld(row.type) ? holderOf(row, holders[row.type]) : undefined;
    return holder ? [{ ...row, under: holder.id }] : [];
  });
  const ids = new Map(nodes.criterion.map(({ line, id }) => [line, id]));
  const tree = {
    dimensions: nodes.dimension,
    criteria: placed.flatMap((row) => {
      const id = row.type === 'criterion' ? ids.get(row.line) : undefined;
      return id === undefined ? [] : [{ ...row, id }];
    }),
    details: placed.filter(({ type }) => type !== 'criterion'),
  };
  return { tree, problems };
}

const idForm = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Lines of a type, with an id made from what they are called when they have none that fits. */
function nodesOf(rows: readonly Row[], type: RowType): Holder[] {
  const taken = new Set(rows.map(({ cells }) => cells['id']));
  return rows
    .filter((row) => row.type === type)
    .map((row) => {
      const given = row.cells['id'] ?? '';
      if (idForm.test(given)) return { ...row, id: given };
      const base = slugify(given || (titlesOf(row.cells)[0] ?? ''), type);
      let id = base;
      for (let count = 2; taken.has(id); count += 1) id = `${base}-${count}`;
      taken.add(id);
      return { ...row, id };
    });
}

/** Each line by its id, as written and as made, and else by its title: the first of that name. */
function namesOf(nodes: readonly Holder[]): Map<string, Holder> {
  const names = new Map<string, Holder>();
  const add = (name: string | undefined, node: Holder) => name && !names.has(name) && names.set(name, node);
  for (const node of nodes) for (const name of [node.cells['id'], node.id]) add(name, node);
  for (const node of nodes) for (const name of titlesOf(node.cells)) add(name, node);
  return names;
}

function titlesOf(cells: Cells): string[] {
  const { fr, en } = wordsOf(cells, 'title') ?? {};
  return [fr, en].flatMap((title) => title ?? []);
}
