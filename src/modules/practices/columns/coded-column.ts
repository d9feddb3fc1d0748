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
  /** Each value once, whatever the number of sets it is in. */
  readonly #values = new Map<string, string>();

  constructor(capacity: number) {
    this.codes = new Uint32Array(capacity);
  }

  /**
   * Writes the values of a row; the column grows when the row is beyond its end.
   *
   * @param values in one text, a line each, so that those of a known set are not even taken apart; none: the empty text
   */
  write(row: number, values: string): void {
    if (row >= this.codes.length) this.codes = widened(this.codes, row);
    this.codes[row] = this.#numbers.get(values) ?? this.#newSet(values);
  }

  /** What a condition says of each set: 1 where it holds. */
  tableOf(accepts: (values: readonly string[]) => boolean): Uint8Array {
    return Uint8Array.from(this.sets, (values) => (accepts(values) ? 1 : 0));
  }

  #newSet(values: string): number {
    const number = this.sets.length;
    this.sets.push(values === '' ? [] : values.split('\n').map((value) => this.#shared(value)));
    this.#numbers.set(values, number);
    return number;
  }

  #shared(value: string): string {
    const known = this.#values.get(value) ?? value;
    this.#values.set(known, known);
    return known;
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
