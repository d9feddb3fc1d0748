import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { readColumnRows, readTheseRows, recordsToldSince, startOfUnseen } from './column-store.server.ts';
import { type PlaceIndex, placeIndexOf } from './map-cells.ts';
import { type Outline, type PlacesOf, outlinesOf } from './outlines.ts';
import { type ColumnRow, PracticeColumns } from './practice-columns.ts';
import { type RowOrder, RowOrders } from './row-orders.ts';

/** The columns of a territory as they are now. */
export interface KeptColumns {
  columns: PracticeColumns;
  order(order: RowOrder): Uint32Array;
  places(): PlaceIndex;
  /** What practices cover on the map beside their points. */
  outlines(placesOf: PlacesOf): readonly Outline[];
}

/** When more records changed than that, everything is read again. */
const mostPatched = 2000;

class TerritoryColumns implements KeptColumns {
  columns = new PracticeColumns();
  #orders = new RowOrders(this.columns, { inTitleOrder: true });
  #places: PlaceIndex | undefined;
  #outlines: readonly Outline[] | undefined;
  /** What the journal tells from here on is not in the columns yet. */
  #since: string | undefined;
  #refreshing: Promise<void> = Promise.resolve();

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

  /** Reads what changed since the last time. One reader at a time; one that fails leaves everything as it was. */
  async refresh(context: Context): Promise<this> {
    const before = this.#refreshing.catch(() => undefined);
    this.#refreshing = before.then(() => this.#readChanges(context));
    await this.#refreshing;
    return this;
  }

  async #readChanges(context: Context): Promise<void> {
    const unseen = await startOfUnseen(context);
    const since = this.#since;
    const told =
      since === undefined ? undefined : await recordsToldSince(context, { since, limit: mostPatched });
    if (told === undefined || told.length > mostPatched) await this.#readAll(context);
    else if (told.length > 0) this.#patch(told, await readTheseRows(context, told));
    this.#since = unseen;
  }

  async #readAll(context: Context): Promise<void> {
    const columns = new PracticeColumns();
    for await (const rows of readColumnRows(context)) for (const row of rows) columns.write(row);
    this.columns = columns;
    this.#orders = new RowOrders(columns, { inTitleOrder: true });
    this.#forgetPlaces();
  }

  #patch(told: readonly Id[], found: readonly ColumnRow[]): void {
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

/** Most territories whose columns are held at once: those asked for last. A hundred thousand practices weigh some 30 MB. */
export const mostTerritories = 20;

/**
 * The columns of the territory, with all that was committed when this was asked. The first time, and after a large import,
 * everything is read: seconds for a hundred thousand practices (ADR 0010); else only what the journal says has changed.
 */
export async function practiceColumns(context: Context): Promise<KeptColumns> {
  // What a transaction has changed is seen by itself alone.
  if (context.db.isTransaction) return new TerritoryColumns().refresh(context);
  return context.memory.recall(context, 'practice-columns', () => held(context).refresh(context));
}

/** Reads what the first list and the first map of the territory would wait for. */
export async function readColumnsAhead(context: Context): Promise<void> {
  const kept = await practiceColumns(context);
  kept.order('updated');
  kept.places();
}

function held({ memory, territoryId }: Context): TerritoryColumns {
  const territories = memory.hold('practice-columns', () => new Map<Id, TerritoryColumns>());
  const found = territories.get(territoryId) ?? new TerritoryColumns();
  territories.delete(territoryId);
  territories.set(territoryId, found);
  const [oldest] = territories.keys();
  if (territories.size > mostTerritories && oldest !== undefined) territories.delete(oldest);
  return found;
}
