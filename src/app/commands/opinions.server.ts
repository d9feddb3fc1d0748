import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { err, ok, type Result } from '#kernel/result.ts';
import type { CsvRowError } from '#kernel/tabular/csv-rows.server.ts';
import { type CsvFailure, type CsvTable, readCsv } from '#kernel/tabular/read-csv.server.ts';
import type { MessageValues, Translate } from '#kernel/translate.ts';
import { type FileRow, moderationOf, readConversation } from '#mathematics/opinion-groups/polis-export.ts';
import { opinionModes, printOpinions } from '#mathematics/opinion-groups/print-opinions.ts';
import { isMessageKey, type MessageKey, translators } from '#messages/index.ts';
import type { Command, CommandOutcome, CommandRefusal } from './index.server.ts';

const columnsAtMost = 20_000;

/** `entrelacs opinions VOTES.csv`: opinion groups and consensus of a conversation exported by Polis, without a database. */
export const opinions: Command = {
  options: {
    comments: { type: 'string' },
    mode: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: 1,
  async run({ values, positionals: [file = ''], locale }): Promise<CommandOutcome> {
    const t = translators[locale];
    const mode = opinionModes.find((one) => one === (values['mode'] ?? 'default'));
    if (!mode) return err({ code: 'wrong-usage' });
    const { comments } = values;
    const moderatedOut =
      typeof comments === 'string' ? await readModeration(comments, t) : ok(new Set<string>());
    if (!moderatedOut.ok) return moderatedOut;
    const votes = await readVotes(file, t);
    if (!votes.ok) return votes;
    const read = readConversation(votes.value.headers, votes.value.rows, moderatedOut.value);
    if (!read.ok) return refused(file, { ...read.error }, t);
    const printed = printOpinions(read.value, mode);
    return printed ? ok(JSON.stringify(printed, null, 1)) : refused(file, { code: 'no-group-column' }, t);
  },
};

function refused(
  file: string,
  { code, ...params }: { code: string } & MessageValues,
  t: Translate<MessageKey>,
): Result<never, CommandRefusal> {
  const [ours, ofTables] = [`opinions.command.${code}`, `import.error.${code}`];
  const key = isMessageKey(ours) ? ours : ofTables;
  return err({ code: 'opinions', values: { file, why: isMessageKey(key) ? t(key, params) : code } });
}

async function openTable(file: string, t: Translate<MessageKey>): Promise<Result<CsvTable, CommandRefusal>> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return err({ code: 'file-unreadable', values: { file } });
  const limits = { columns: columnsAtMost };
  const table: Result<CsvTable, CsvFailure> = await readCsv(createReadStream(file), {
    limits,
    namesFirst: true,
  });
  if (!table.ok) return refused(file, { ...table.error }, t);
  const [twice] = table.value.renamed;
  if (!twice) return table;
  await table.value.close();
  return refused(file, { code: 'column-twice', column: twice.original }, t);
}

/** Every row counts: one that cannot be read is somebody's votes. */
async function readVotes(
  file: string,
  t: Translate<MessageKey>,
): Promise<Result<{ headers: string[]; rows: FileRow[] }, CommandRefusal>> {
  const table = await openTable(file, t);
  if (!table.ok) return table;
  const rows: FileRow[] = [];
  for await (const row of table.value.rows) {
    if (!row.ok) {
      await table.value.close();
      return refused(file, { code: 'row-unreadable', line: row.error.line }, t);
    }
    rows.push(row.value);
  }
  return ok({ headers: table.value.headers, rows });
}

/** Ids of the statements moderated out, from a `comments.csv` of Polis. */
async function readModeration(
  file: string,
  t: Translate<MessageKey>,
): Promise<Result<Set<string>, CommandRefusal>> {
  const table = await openTable(file, t);
  if (!table.ok) return table;
  const { headers, delimiter } = table.value;
  if (!headers.includes('comment-id') || !headers.includes('moderated')) {
    await table.value.close();
    return refused(file, { code: 'no-moderation-column' }, t);
  }
  const moderatedOut = new Set<string>();
  for await (const row of table.value.rows) {
    const cells = row.ok ? row.value.cells : firstCells(row.error, { headers, delimiter });
    const said = moderationOf(cells);
    if (said?.isOut) moderatedOut.add(said.statement);
  }
  return ok(moderatedOut);
}

/** Some exports leave texts without quotes, whatever commas they hold. The text comes last: what stands before is sound. */
function firstCells(
  { text }: CsvRowError,
  { headers, delimiter }: { headers: readonly string[]; delimiter: string },
): Record<string, string> {
  const cells = text.split(delimiter);
  return Object.fromEntries(headers.slice(0, -1).map((header, place) => [header, cells[place] ?? '']));
}
