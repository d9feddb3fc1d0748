import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ColumnName, type ColumnRow, PracticeColumns, codedColumns } from './practice-columns.ts';
import { countSets, countValues, selectRows } from './select-rows.ts';

type Values = Record<ColumnName, string[]>;
const nothing = Object.fromEntries(codedColumns.map((name) => [name, [] as string[]])) as Values;
const value = fc.constantFrom('a', 'b', 'c');
const rowsOf = fc.array(
  fc.record({ tags: fc.uniqueArray(value), status: value, source: fc.uniqueArray(value, { maxLength: 1 }) }),
  { maxLength: 30 },
);

function columnsOf(rows: { tags: string[]; status: string; source: string[] }[]): PracticeColumns {
  const columns = new PracticeColumns(1);

  rows.forEach(({ tags, status, source }, index) =>
    columns.write(rowWith(String(index), { ...nothing, tags, status: [status], source })),
  );
  return columns;
}

function rowWith(id: string, given: Values): ColumnRow {
  const lines = Object.entries(given).map(([name, values]) => [name, values.join('\n')]);
  const values = Object.fromEntries(lines) as ColumnRow['values'];
  const times = { updatedAt: 0, confirmedAt: 0 };
  return { id, audience: 1, ownerIds: [], title: id, ...times, point: null, areaBounds: null, values };
}

const conditionOn = (facet: 'tag' | 'status' | 'source', wanted: string[]) => ({
  facet,
  column: facet === 'tag' ? ('tags' as const) : facet,
  accepts: (held: readonly string[]) => held.some((one) => wanted.includes(one)),
});

describe('the filters', () => {
  it('keep what has any value of each, and count what each value alone would leave', () => {
    const chosen = fc.uniqueArray(value, { minLength: 1 });
    fc.assert(
      fc.property(rowsOf, chosen, chosen, fc.boolean(), (rows, tags, statuses, byTag) => {
        const columns = columnsOf(rows);
        const among = new Uint8Array(columns.size).fill(1);
        const asked = [...(byTag ? [conditionOn('tag', tags)] : []), conditionOn('status', statuses)];
        const hasTag = (row: (typeof rows)[number]) => !byTag || row.tags.some((tag) => tags.includes(tag));
        const hasStatus = ({ status }: (typeof rows)[number]) => statuses.includes(status);
        const selected = selectRows(columns, among, asked);
        expect(selected.total).toBe(rows.filter((row) => hasTag(row) && hasStatus(row)).length);
        const counted = (facet: 'tag' | 'status' | 'source', column: ColumnName) =>
          countValues(countSets(columns, selected, { facet, column }));
        for (const one of ['a', 'b', 'c'] as const) {
          const count = (keeps: (row: (typeof rows)[number]) => boolean) =>
            rows.filter(keeps).length || undefined;
          expect(counted('status', 'status').get(one)).toBe(
            count((row) => hasTag(row) && row.status === one),
          );
          expect(counted('tag', 'tags').get(one)).toBe(
            count((row) => hasStatus(row) && row.tags.includes(one)),
          );
          expect(counted('source', 'source').get(one)).toBe(
            count((row) => hasTag(row) && hasStatus(row) && row.source.includes(one)),
          );
        }
      }),
    );
  });

  it('keep nothing of those that are not among the rows asked about', () => {
    const columns = columnsOf([{ tags: ['a'], status: 'a', source: [] }]);
    const selected = selectRows(columns, new Uint8Array(1), []);
    expect(selected.total).toBe(0);
    expect(countSets(columns, selected, { facet: 'tag', column: 'tags' })).toEqual([]);
  });

  it('follow a practice that says something else, and forget one that goes', () => {
    const columns = columnsOf([{ tags: ['a'], status: 'a', source: [] }]);
    columns.write(rowWith('0', { ...nothing, tags: ['b'], status: ['a'] }));
    expect(columns.size).toBe(1);
    const selected = selectRows(columns, new Uint8Array([1]), [conditionOn('tag', ['b'])]);
    expect(selected.total).toBe(1);
    columns.remove('0');
    expect(columns.audience[0]).toBe(0);
    expect(columns.remove('unknown')).toBeUndefined();
  });
});
