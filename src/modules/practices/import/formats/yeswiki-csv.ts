import { joinValues, splitValues } from '../multiple-values.ts';
import type { SourceQuestion } from '../own-columns.ts';
import type { Cells } from '../recognise-columns.ts';
import type { KnownColumns } from './source-table.ts';
import { type YesWikiColumn, type YesWikiSchema, columnsOf, fieldsByProperty } from './yeswiki-columns.ts';

/** What of an exported table its form tells, when it comes along. */
export interface CsvForm {
  known: KnownColumns;
  /** By header. */
  questions: ReadonlyMap<string, SourceQuestion>;
  /** Keys of lists become their labels; other cells stay as they are. */
  labelled(cells: Cells): Cells;
}

/** Dates that YesWiki adds, under their own names. */
const added: KnownColumns = {
  datetime_create: 'createdOn',
  datetime_latest: 'updatedOn',
  id_fiche: 'externalId',
  statut_fiche: 'publication',
};

/**
 * Reads a table as the form says: headers are its questions, with a star where an answer is required, or the names of
 * their values. Without the form nothing is known but what YesWiki adds.
 */
export function readCsvForm(headers: readonly string[], schema: YesWikiSchema): CsvForm {
  const byLabel = new Map<string, string>();
  for (const { property, label } of fieldsByProperty(schema.forms).values()) {
    byLabel.set(property, property);
    if (label !== '') byLabel.set(label, property);
  }
  const properties = new Map(
    headers.flatMap((header) => {
      const property = byLabel.get(header) ?? byLabel.get(header.replace(/\s*\*$/, ''));
      return property === undefined ? [] : [[property, header] as const];
    }),
  );
  const columns = columnsOf(properties.keys(), schema);
  const headerOf = ({ property }: YesWikiColumn) => properties.get(property) ?? '';
  const said = columns.flatMap((column) =>
    column.use === undefined ? [] : [[headerOf(column), column.use] as const],
  );
  const choices = columns.filter(({ labels }) => labels !== null);
  const own = Object.entries(added).filter(([header]) => headers.includes(header));
  return {
    known: Object.fromEntries([...own, ...said]),
    questions: new Map(
      columns.flatMap((column) => (column.question ? [[headerOf(column), column.question]] : [])),
    ),
    labelled(cells) {
      const filled = choices.filter((column) => cells[headerOf(column)]);
      if (filled.length === 0) return cells;
      const changed = filled.map((column) => {
        const header = headerOf(column);
        return [header, labelsFor(cells[header] ?? '', column)] as const;
      });
      return { ...cells, ...Object.fromEntries(changed) };
    },
  };
}

function labelsFor(cell: string, { labels }: YesWikiColumn): string {
  const keys = cell.split(',').map((key) => key.trim());
  if (keys.every((key) => labels?.has(key))) return joinValues(keys.map((key) => labels?.get(key) ?? key));
  return joinValues(splitValues(cell, null));
}
