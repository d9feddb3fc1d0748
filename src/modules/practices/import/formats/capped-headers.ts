import type { Cells } from '../recognise-columns.ts';

/** Most columns of a table. */
const mostColumns = 400;
/** Holds what the rarest columns hold, each after its name, so that nothing of a record is lost. */
const rest = '…';

/** The columns of records that need not all have the same; the rarest share one when there are too many to be shown. */
export function cappedHeaders(counts: ReadonlyMap<string, number>): {
  headers: string[];
  cap: (cells: Cells) => Cells;
} {
  if (counts.size <= mostColumns) return { headers: [...counts.keys()], cap: (cells) => cells };
  const usual = [...counts].toSorted(([, one], [, other]) => other - one).slice(0, mostColumns - 1);
  const kept = new Set(usual.map(([name]) => name));
  const headers = [...counts.keys()].filter((name) => kept.has(name));
  return { headers: [...headers, rest], cap };

  function cap(cells: Cells): Cells {
    const [mine, others] = [true, false].map((isKept) =>
      Object.entries(cells).filter(([name]) => kept.has(name) === isKept),
    );
    const told = (others ?? []).map(([name, cell]) => `${name}: ${cell}`).join('\n');
    return { ...Object.fromEntries(mine ?? []), ...(told && { [rest]: told }) };
  }
}
