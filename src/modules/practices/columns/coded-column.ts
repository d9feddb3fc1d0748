/**
 * One column of every practice, each row with no value, one or several. Rows whose values are the same share a number,
 * so that what a condition says of a set of values is worked out once, and read from a table for every row.
 */
export class CodedColumn {
  /** For each row, the number of its set of values. */
  codes: Uint32Array;
  /** The sets, by their number. */
  readonly sets: (readonly string[])[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(capacity: number) {
    this.codes = new Uint32Array(capacity);
  }

  /** Writes the values of a row; the column grows when the row is beyond its end. */
  write(row: number, values: readonly string[]): void {
    if (row >= this.codes.length) this.codes = widened(this.codes, row);
    this.codes[row] = this.#numberOf(values);
  }

  /** What a condition says of each set: 1 where it holds. */
  tableOf(accepts: (values: readonly string[]) => boolean): Uint8Array {
    return Uint8Array.from(this.sets, (values) => (accepts(values) ? 1 : 0));
  }

  #numberOf(values: readonly string[]): number {
    const key = values.join('\n');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.sets.push([...values]);
    this.#numbers.set(key, this.sets.length - 1);
    return this.sets.length - 1;
  }
}

type Numbers = Uint8Array | Uint32Array | Float64Array;

/** The same numbers with room for a row beyond their end, and half as much again. */
export function widened<Kind extends Numbers>(numbers: Kind, row: number): Kind {
  const Make = numbers.constructor as new (length: number) => Kind;
  const wider = new Make(Math.ceil((row + 1) * 1.5) + 64);
  wider.set(numbers);
  return wider;
}
