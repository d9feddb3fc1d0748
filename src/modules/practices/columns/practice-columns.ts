import type { Id } from '#kernel/ids.ts';
import type { Bounds } from '#kernel/map/bounds.ts';
import { CodedColumn, widened } from './coded-column.ts';
import { placeCode } from './place-code.ts';

/** What is asked of practices by its values; a new filter of this sort needs a name here, and its values where rows are read. */
export const codedColumns = [
  'topics',
  'tags',
  'purpose',
  'status',
  'sector',
  'legal',
  'milieu',
  'digital',
  'reach',
  'places',
  'commune',
  'source',
] as const;
export type ColumnName = (typeof codedColumns)[number];

/** A practice as the columns take it. */
export interface ColumnRow {
  id: Id;
  /** Who sees it among those who share a role, one bit each (`audienceBits`); 0 takes the practice away. */
  audience: number;
  /** Those who see it besides: authors of a draft, or of what is hidden. */
  ownerIds: readonly Id[];
  title: string;
  /** Milliseconds. What nobody confirmed was so when it was made. */
  updatedAt: number;
  confirmedAt: number;
  /** Degrees (WGS 84); null when unknown or doubtful. */
  point: { lng: number; lat: number } | null;
  /** Around the area that is drawn of it; null without one. */
  areaBounds: Bounds | null;
  /** A line for each value. `places`: the codes it is found under; `commune`: the name that it is listed by. */
  values: Readonly<Record<ColumnName, string>>;
}

/**
 * What filters, counts and the map ask of every practice of a territory, column by column, in memory. It holds no text but
 * titles, which are put in order. A row keeps its number for ever; a practice that goes away leaves a row that nobody sees.
 */
export class PracticeColumns {
  size = 0;
  readonly ids: Id[] = [];
  readonly titles: string[] = [];
  audience: Uint8Array;
  updated: Float64Array;
  confirmed: Float64Array;
  lng: Float64Array;
  lat: Float64Array;
  /** Where it stands on a curve through all places; NaN without a point. */
  places: Float64Array;
  readonly coded: Record<ColumnName, CodedColumn>;
  readonly owners = new Map<number, readonly Id[]>();
  /** Around the drawn areas, of the few rows that have one. */
  readonly areas = new Map<number, Bounds>();
  readonly #rows = new Map<Id, number>();

  constructor(capacity = 64) {
    this.audience = new Uint8Array(capacity);
    this.updated = new Float64Array(capacity);
    this.confirmed = new Float64Array(capacity);
    this.lng = new Float64Array(capacity);
    this.lat = new Float64Array(capacity);
    this.places = new Float64Array(capacity);
    const columns = codedColumns.map((name) => [name, new CodedColumn(capacity)] as const);
    this.coded = Object.fromEntries(columns) as Record<ColumnName, CodedColumn>;
  }

  rowOf(id: Id): number | undefined {
    return this.#rows.get(id);
  }

  /** Writes a practice as it is now, and says at which row. */
  write(practice: ColumnRow): number {
    const row = this.#rows.get(practice.id) ?? this.#newRow(practice.id);
    this.titles[row] = practice.title;
    this.audience[row] = practice.audience;
    this.updated[row] = practice.updatedAt;
    this.confirmed[row] = practice.confirmedAt;
    const { lng, lat } = practice.point ?? { lng: NaN, lat: NaN };
    this.lng[row] = lng;
    this.lat[row] = lat;
    this.places[row] = practice.point ? placeCode(practice.point) : NaN;
    for (const name of codedColumns) this.coded[name].write(row, practice.values[name]);
    if (practice.ownerIds.length > 0) this.owners.set(row, practice.ownerIds);
    else this.owners.delete(row);
    if (practice.areaBounds) this.areas.set(row, practice.areaBounds);
    else this.areas.delete(row);
    return row;
  }

  /** Nobody sees this practice any more; undefined when there was none. */
  remove(id: Id): number | undefined {
    const row = this.#rows.get(id);
    if (row === undefined) return undefined;
    this.audience[row] = 0;
    this.owners.delete(row);
    this.areas.delete(row);
    return row;
  }

  #newRow(id: Id): number {
    const row = this.size;
    this.size += 1;
    this.ids[row] = id;
    this.#rows.set(id, row);
    if (row >= this.audience.length) this.#widen(row);
    return row;
  }

  #widen(row: number): void {
    this.audience = widened(this.audience, row);
    this.updated = widened(this.updated, row);
    this.confirmed = widened(this.confirmed, row);
    this.lng = widened(this.lng, row);
    this.lat = widened(this.lat, row);
    this.places = widened(this.places, row);
  }
}
