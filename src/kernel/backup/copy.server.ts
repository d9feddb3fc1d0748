import type { Readable, Writable } from 'node:stream';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';

/** A table and its columns as COPY names them. */
export function copyTarget(table: string, columns: readonly string[]): string {
  return `${pg.escapeIdentifier(table)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;
}

/** The rows of a table or of a query in brackets, in the text format of COPY: one line each, the same on every version. */
export function copyOut(client: pg.Client, source: string): Readable {
  const rows = client.query(to(`copy ${source} to stdout`));
  // Whoever reads hears of a lost connection; when nobody reads any more, its event would end the process.
  return rows.on('error', () => undefined);
}

/** Takes rows in the text format of COPY; `rowCount` says how many, once it is finished. */
export function copyIn(client: pg.Client, target: string): Writable & { readonly rowCount: number } {
  return client.query(from(`copy ${target} from stdin`));
}
