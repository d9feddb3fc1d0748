import type { SheetRow } from '#kernel/tabular/workbook/workbook.ts';

/** Names of further columns, for those whose cells lead to an address that they do not show. */
export type LinkColumns = ReadonlyMap<number, string>;

/** A cell that shows its address needs no second one. */
function isShown({ cells }: SheetRow, column: number): boolean {
  return /\S\.\p{L}{2}/u.test(cells[column] ?? '');
}

/**
 * Cells of a spreadsheet may show “Our site” and lead to its address: those of a column stand in one of its own, beside it.
 *
 * @param rows the first ones
 */
export function linkColumnsOf(rows: readonly SheetRow[], headers: readonly string[]): LinkColumns {
  const columns = rows.flatMap((row) =>
    [...(row.links?.keys() ?? [])].filter((column) => !isShown(row, column) && column < headers.length),
  );
  const taken = new Set(headers);
  const named = [...new Set(columns)].map((column) => [column, `Lien (${headers[column]})`] as const);
  return new Map(named.filter(([, name]) => !taken.has(name)));
}

export function withLinks(row: SheetRow, columns: LinkColumns): (readonly [name: string, address: string])[] {
  return [...columns].flatMap(([column, name]) => {
    const address = row.links?.get(column);
    return address === undefined || isShown(row, column) ? [] : [[name, address] as const];
  });
}
