import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '#kernel/context.ts';
import { followJournal } from '#kernel/follow-journal.server.ts';
import type { Id } from '#kernel/ids.ts';
import { readColumnRows, readTheseRows } from './column-store.server.ts';
import { type PlaceIndex, placeIndexOf } from './map-cells.ts';
import { type Outline, type PlacesOf, outlinesOf } from './outlines.ts';
import { PracticeColumns } from './practice-columns.ts';
import { type RowOrder, RowOrders } from './row-orders.ts';

/** The columns of a territory as they are now. */
export interface KeptColumns {
  columns: PracticeColumns;
  order(order: RowOrder): Uint32Array;
  places(): PlaceIndex;
  /** What practices cover on the map beside their points. */
  outlines(placesOf: PlacesOf): readonly Outline[];
}

class TerritoryColumns implements KeptColumns {
  readonly columns = new PracticeColumns();
  #orders = new RowOrders(this.columns, { inTitleOrder: true });
  #places: PlaceIndex | undefined;
  #outlines: readonly Outline[] | undefined;

  order(order: RowOrder): Uint32Array {
    return this.#orders.get(order);
  }

  places(): PlaceIndex {
    this.#places ??= placeIndexOf(this.columns, this.order('place'));
    return this.#places;
  }

  outlines(placesOf: PlacesOf): readonly Outline[] {
    this.#outlines ??= outlinesOf(this.columns, placesOf);
    return this.#outlines;
  }

  async readAll(context: Context): Promise<this> {
    for await (const rows of readColumnRows(context)) for (const row of rows) this.columns.write(row);
    this.#orders = new RowOrders(this.columns, { inTitleOrder: true });
    return this;
  }

  async readThese(context: Context, told: readonly Id[]): Promise<void> {
    const found = await readTheseRows(context, told);
    const there = new Set(found.map(({ id }) => id));
    const touched = new Set(found.map((row) => this.columns.write(row)));
    for (const id of told) {
      const row = there.has(id) ? undefined : this.columns.remove(id);
      if (row !== undefined) touched.add(row);
    }
    if (touched.size === 0) return;
    this.#orders.moved(touched);
    this.#forgetPlaces();
  }

  #forgetPlaces(): void {
    this.#places = undefined;
    this.#outlines = undefined;
  }
}

/**
 * The columns of the territory, with all that was committed when this was asked. The first time, and after a large import,
 * everything is read: seconds for a hundred thousand practices, which weigh some 30 MB (ADR 0010); else only what the journal says has
 * changed.
 */
export const practiceColumns: (context: Context) => Promise<KeptColumns> = followJournal<TerritoryColumns>(
  'practice-columns',
  {
    readAll: (context) => new TerritoryColumns().readAll(context),
    readThese: (context, columns, ids) => columns.readThese(context, ids),
  },
);

/**
 * Whether the columns are there within so many milliseconds. When they are not, reading them goes on: a million practices take half a
 * minute, which nobody waits for at a page.
 */
export async function columnsWithin(context: Context, milliseconds: number): Promise<boolean> {
  const patience = new AbortController();
  const tooLate = pause(milliseconds, false, { signal: patience.signal, ref: false }).catch(() => false);
  const ready = practiceColumns(context).then(() => true);
  try {
    return await Promise.race([ready, tooLate]);
  } finally {
    patience.abort();
    // Whoever asks next is told what went wrong.
    ready.catch(() => undefined);
  }
}

/** Reads what the first list and the first map of the territory would wait for. */
export async function readColumnsAhead(context: Context): Promise<void> {
  const kept = await practiceColumns(context);
  kept.order('updated');
  kept.places();
}
