import { err, ok, type Result } from '#kernel/result.ts';
import { type Vote, type VoteMatrix, voteMatrix } from './vote-matrix.ts';

/** A row of a file, by the names of its columns, and the line where it begins. */
export interface FileRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A conversation, as Polis exports it. Participants stand as in the file, statements in the order of their ids. */
export interface Conversation {
  readonly participants: readonly string[];
  readonly statements: readonly string[];
  readonly matrix: VoteMatrix;
  /** The group that the file gives each participant, '' for none; null when the file has no such column. */
  readonly givenGroups: readonly string[] | null;
}

export type ConversationProblem =
  | { readonly code: 'no-participant-column' | 'no-statement' }
  | { readonly code: 'no-participant'; readonly line: number }
  | { readonly code: 'participant-twice'; readonly line: number; readonly participant: string }
  | { readonly code: 'not-a-vote'; readonly line: number; readonly column: string; readonly found: string };

/** What else a row tells of a participant; every other column is a statement. */
const otherColumns = new Set(['xid', 'n-comments', 'n-votes', 'n-agree', 'n-disagree']);

/**
 * Reads the rows of a `participants-votes.csv`: one per participant, with their id, perhaps their group, sums (which are
 * not believed but left), and a column per statement: 1 agrees, −1 disagrees, 0 passes, empty when not voted on.
 *
 * @param headers names of the columns, none twice
 * @param moderatedOut ids of statements; those that the file does not have are left
 */
export function readConversation(
  headers: readonly string[],
  rows: readonly FileRow[],
  moderatedOut: ReadonlySet<string>,
): Result<Conversation, ConversationProblem> {
  const named = (name: string) => headers.find((header) => header.trim().toLowerCase() === name);
  const [participantColumn, groupColumn] = [named('participant'), named('group-id')];
  if (participantColumn === undefined) return err({ code: 'no-participant-column' });
  const statements = headers
    .filter((header) => header !== participantColumn && header !== groupColumn)
    .filter((header) => !otherColumns.has(header.trim().toLowerCase()))
    .toSorted(compareIds);
  if (statements.length === 0) return err({ code: 'no-statement' });

  const participants = new Set<string>();
  const votes: (Vote | null)[][] = [];
  for (const row of rows) {
    const participant = row.cells[participantColumn]?.trim() ?? '';
    if (participant === '') return err({ code: 'no-participant', line: row.line });
    if (participants.has(participant)) return err({ code: 'participant-twice', line: row.line, participant });
    participants.add(participant);
    const given = votesOf(row, statements);
    if (!given.ok) return given;
    votes.push(given.value);
  }
  return ok({
    participants: [...participants],
    statements,
    matrix: voteMatrix(
      votes,
      statements.map((statement) => moderatedOut.has(statement)),
    ),
    givenGroups:
      groupColumn === undefined ? null : rows.map(({ cells }) => withoutDecimals(cells[groupColumn] ?? '')),
  });
}

function votesOf(row: FileRow, statements: readonly string[]): Result<(Vote | null)[], ConversationProblem> {
  const votes: (Vote | null)[] = [];
  for (const column of statements) {
    const found = row.cells[column]?.trim() ?? '';
    const vote = found === '' ? null : voteOf(found);
    if (vote === undefined) return err({ code: 'not-a-vote', line: row.line, column, found });
    votes.push(vote);
  }
  return ok(votes);
}

/** Some tools write `1.0`, and others a true minus sign. */
function voteOf(text: string): Vote | undefined {
  const number = Number(text.replace('−', '-'));
  if (number === 1) return 1;
  if (number === -1) return -1;
  return number === 0 ? 0 : undefined;
}

/** Tools that know no empty whole number write groups as `0.0`, `1.0`. */
function withoutDecimals(text: string): string {
  return text.trim().replace(/^(-?\d+)\.0+$/, '$1');
}

/** What a line of a `comments.csv` says: which statement, and whether it was moderated out. Null for other lines. */
export function moderationOf(
  cells: Readonly<Record<string, string>>,
): { statement: string; isOut: boolean } | null {
  const statement = cells['comment-id']?.trim() ?? '';
  const moderated = Number(cells['moderated']?.trim().replace('−', '-'));
  if (statement === '' || ![-1, 0, 1].includes(moderated)) return null;
  return { statement, isOut: moderated === -1 };
}

/** Orders ids: numbers by their value, before other texts. */
export function compareIds(one: string, other: string): number {
  const [a, b] = [numberOf(one), numberOf(other)];
  if (a !== null && b !== null) return a - b;
  if (a !== null || b !== null) return a !== null ? -1 : 1;
  return one < other ? -1 : Number(one > other);
}

/** An id as it is printed: whole numbers as such, so that they compare with those of other programs. */
export function printedId(id: string): number | string {
  return numberOf(id) ?? id;
}

function numberOf(id: string): number | null {
  return /^(0|[1-9]\d{0,14})$/.test(id) ? Number(id) : null;
}
