/**
 * The first of `tables` that SQL written as text leaves open to every territory; none when it has as many conditions
 * on `territory_id` as it names such tables, one of them at least with a value, or when it inserts and fills the
 * column. A rough reading, for the few statements that no query builder can say.
 */
export function openTableInText(sql: string, tables: Iterable<string>): string | undefined {
  const text = plain(sql);
  if (!/\b(from|join|into|update|using|table|truncate)\b/.test(text)) return undefined;
  const named = [...tables].flatMap((table) =>
    mentionsOf(table, text).slice(insertsInto(table, text) ? 1 : 0),
  );
  if (named.length === 0) return undefined;
  const conditions = text.match(/\b(where|and|on) \(*(\w+\.)?territory_id = (\?|\w+\.territory_id)/g) ?? [];
  const restricted = conditions.length >= named.length && conditions.some((found) => found.endsWith('?'));
  return restricted ? undefined : named[0];
}

/** The table, once for each time it stands where tables do. */
function mentionsOf(table: string, text: string): string[] {
  const before = '(?:\\b(?:from|join|into|update|using|table|truncate|only) |[,(])';
  const mention = new RegExp(`${before}(?:public\\.)?${table}(?![\\w.])`, 'g');
  return [...text.matchAll(mention)].map(() => table);
}

function insertsInto(table: string, text: string): boolean {
  const insert = new RegExp(`\\binsert into (public\\.)?${table}( as \\w+)? \\([^()]*\\bterritory_id\\b`);
  return insert.test(text);
}

/** Lower case, without comments, quotes and literals, each space single. */
function plain(sql: string): string {
  return sql
    .replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/'(?:[^']|'')*'|\$\d+/g, '?')
    .replaceAll('"', '')
    .replaceAll(/\s*([=(),.])\s*/g, '$1')
    .replaceAll(/=/g, ' = ')
    .replaceAll(/(?<=\w)\(/g, ' (')
    .replaceAll(/\)(?=\w)/g, ') ')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase();
}
