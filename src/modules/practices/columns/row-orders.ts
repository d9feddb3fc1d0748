import type { PracticeColumns } from './practice-columns.ts';

/** The orders that rows are read in. `confirmed`: longest ago first; `place`: along the curve through all places, those that have one. */
export const rowOrders = ['updated', 'confirmed', 'title', 'commune', 'place'] as const;
export type RowOrder = (typeof rowOrders)[number];

type Compare = (one: number, other: number) => number;

/** More changed rows than that are put in order with all others anew. */
const mostMoved = 2000;

const collator = new Intl.Collator('fr');

/** Keeps rows in the orders that were asked for; what changes is moved to its place, without sorting the rest again. */
export class RowOrders {
  readonly #columns: PracticeColumns;
  readonly #known = new Map<RowOrder, Uint32Array>();

  /** `inTitleOrder`: the rows are numbered in the order of their titles. */
  constructor(columns: PracticeColumns, { inTitleOrder }: { inTitleOrder: boolean }) {
    this.#columns = columns;
    if (inTitleOrder) this.#known.set('title', allRows(columns));
  }

  get(order: RowOrder): Uint32Array {
    const known = this.#known.get(order) ?? this.#sorted(order);
    this.#known.set(order, known);
    return known;
  }

  /** These rows are new, or say something else than before. */
  moved(rows: ReadonlySet<number>): void {
    this.#known.delete('commune');
    for (const [order, known] of this.#known) {
      const standing = order === 'place' ? [...rows].filter((row) => this.#hasPlace(row)) : [...rows];
      if (rows.size > mostMoved) this.#known.delete(order);
      else this.#known.set(order, reordered(known, { gone: rows, standing }, this.#compare(order)));
    }
  }

  #sorted(order: RowOrder): Uint32Array {
    if (order === 'commune') return this.#byCommune();
    const rows = allRows(this.#columns);
    const standing = order === 'place' ? rows.filter((row) => this.#hasPlace(row)) : rows;
    return standing.toSorted(this.#compare(order));
  }

  #hasPlace(row: number): boolean {
    return !Number.isNaN(this.#columns.places[row]);
  }

  #compare(order: RowOrder): Compare {
    const { updated, confirmed, places, titles, ids } = this.#columns;
    const byId: Compare = (one, other) => ((ids[one] ?? '') < (ids[other] ?? '') ? -1 : 1);
    const byUpdate: Compare = (one, other) => (updated[other] ?? 0) - (updated[one] ?? 0) || byId(one, other);
    switch (order) {
      case 'confirmed':
        return (one, other) => (confirmed[one] ?? 0) - (confirmed[other] ?? 0) || byId(one, other);
      case 'place':
        return (one, other) => (places[one] ?? 0) - (places[other] ?? 0) || one - other;
      case 'title':
      case 'commune':
        return (one, other) => collator.compare(titles[one] ?? '', titles[other] ?? '') || byId(one, other);
      default:
        return byUpdate;
    }
  }

  /** By the names of communes, then by title; those without a commune last. */
  #byCommune(): Uint32Array {
    const { sets, codes } = this.#columns.coded.commune;
    const names = sets.map(([name]) => name);
    const inOrder = names
      .map((_, code) => code)
      .toSorted((one, other) => {
        const [first, second] = [names[one], names[other]];
        if (first === undefined || second === undefined) return Number(!first) - Number(!second);
        return collator.compare(first, second);
      });
    const byTitle = Map.groupBy(this.get('title'), (row) => codes[row] ?? 0);
    return Uint32Array.from(inOrder.flatMap((code) => byTitle.get(code) ?? []));
  }
}

function allRows({ size }: PracticeColumns): Uint32Array {
  return Uint32Array.from({ length: size }, (_, row) => row);
}

/** The same order without `gone`, and with `standing` where they belong. */
function reordered(
  order: Uint32Array,
  { gone, standing }: { gone: ReadonlySet<number>; standing: number[] },
  compare: Compare,
): Uint32Array {
  const rest = order.filter((row) => !gone.has(row));
  const moved = standing.toSorted(compare);
  const result = new Uint32Array(rest.length + moved.length);
  let from = 0;
  for (const [index, row] of moved.entries()) {
    const place = placeIn(rest, row, compare);
    result.set(rest.subarray(from, place), from + index);
    result[place + index] = row;
    from = place;
  }
  result.set(rest.subarray(from), from + moved.length);
  return result;
}

/** How many of these rows come before that one. */
function placeIn(order: Uint32Array, row: number, compare: Compare): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(order[middle] ?? 0, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
