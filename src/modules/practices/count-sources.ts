/** A source of an exported file, as whoever uses the file again must name it. */
export interface SourceCredit {
  /** Empty for what was written here. */
  source: string;
  licence: string;
  /** Whom it wants named, when it says so. */
  credit: string;
  count: number;
}

type Sourced = Pick<SourceCredit, 'source' | 'licence'> & { source_credit?: string };

/** Beyond this, a file names the sources that it met first. */
const mostNamed = 1000;

/** Counts the sources and licences of what goes through an export, in the order of their first record. */
export class SourceCounter {
  readonly #counts = new Map<string, SourceCredit>();

  /** Counts a practice for its source, and for that of each record that was merged into it. */
  add({ merged, ...own }: Sourced & { merged: readonly Sourced[] }): void {
    for (const one of [own, ...merged]) this.#count(one);
  }

  #count({ source, licence, source_credit: credit = '' }: Sourced): void {
    const key = JSON.stringify([source, licence, credit]);
    const known = this.#counts.get(key);
    if (known) known.count += 1;
    else if (this.#counts.size < mostNamed) this.#counts.set(key, { source, licence, credit, count: 1 });
  }

  credits(): SourceCredit[] {
    return [...this.#counts.values()];
  }
}
