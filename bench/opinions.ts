import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readCsv } from '#kernel/tabular/read-csv.server.ts';
import { findOpinionGroups, opinionsOnStatements } from '#mathematics/opinion-groups/opinion-groups.ts';
import { type FileRow, readConversation } from '#mathematics/opinion-groups/polis-export.ts';
import { type Vote, type VoteMatrix, voteMatrix } from '#mathematics/opinion-groups/vote-matrix.ts';
import { seededRandom } from '#mathematics/seeded-random.ts';
import { numpyOpinions } from './support/numpy-opinions.ts';
import { type Line, atMost, compared, ms, printLines, progress } from './support/report.ts';

const publicConversations = ['scoop-hivemind.taxes', 'scoop-hivemind.biodiversity'];
const rounds = 5;
/** In millims. */
const goal = 250;

/** Opinion groups of public conversations, which stand beside the repository, and of a large one that is made up. */
export async function benchOpinions(): Promise<void> {
  const lines: Line[] = [];
  for (const name of publicConversations) {
    const matrix = await conversation(resolve('../shared/polis', name, 'participants-votes.csv'));
    if (matrix) lines.push(...(await linesOf(name, matrix)));
  }
  lines.push(...(await linesOf('made up', madeUpVotes(), goal)));
  printLines('Opinion groups', lines);
}

async function conversation(file: string): Promise<VoteMatrix | undefined> {
  if (!existsSync(file)) return undefined;
  const table = await readCsv(createReadStream(file), { namesFirst: true });
  if (!table.ok) throw new Error(`${file}: ${table.error.code}`);
  const rows: FileRow[] = [];
  for await (const row of table.value.rows) if (row.ok) rows.push(row.value);
  const read = readConversation(table.value.headers, rows, new Set());
  if (!read.ok) throw new Error(`${file}: ${read.error.code}`);
  return read.value.matrix;
}

/** Three camps of 2,000 people in all, each of whom voted on an eighth of 900 statements: 225,000 votes. */
function madeUpVotes(): VoteMatrix {
  const [people, statements, camps] = [2000, 900, 3];
  const random = seededRandom(2026);
  const leanings = Array.from({ length: camps }, () => Array.from({ length: statements }, random));
  const rows = Array.from({ length: people }, (_, person) =>
    Array.from({ length: statements }, (_, statement): Vote | null => {
      if (random() > 1 / 8) return null;
      if (random() < 0.1) return 0;
      return random() < (leanings[person % camps]?.[statement] ?? 0) ? 1 : -1;
    }),
  );
  return voteMatrix(
    rows,
    Array.from({ length: statements }, () => false),
  );
}

async function linesOf(name: string, matrix: VoteMatrix, limit?: number): Promise<Line[]> {
  progress(`opinion groups, ${name}`);
  const what = `${name}: ${matrix.participants} people, ${matrix.statements} statements, ${matrix.vote.length} votes`;
  const names = Array.from({ length: matrix.participants }, (_, person) => String(person));
  const ours = median(() => {
    const { groups } = findOpinionGroups(matrix, { mode: 'default', names });
    opinionsOnStatements(matrix, groups);
  });
  const loop = {
    ours,
    yardstick: median(() => planeByPlainLoop(matrix)),
    beside: 'the two components alone, 100 rounds over the whole table in a plain loop',
    goal: limit === undefined ? undefined : atMost(limit, ours, ms),
  };
  const lines = [compared(`${what}, beside a plain loop`, ms, loop)];
  const numpy = await besideNumpy(matrix);
  if (numpy !== undefined) {
    const beside = 'places, groups and silhouettes in numpy, without stability or statements';
    lines.push(compared(`${what}, beside numpy`, ms, { ours, yardstick: numpy, beside }));
  }
  return lines;
}

/** Millims; what is done first is not counted. */
function median(work: () => void): number {
  work();
  const took = Array.from({ length: rounds }, () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  });
  return took.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

/** Every cell of the table, given or not; 2 where there is no vote. */
function wholeTable({ participants, statements, start, statement, vote }: VoteMatrix): Int8Array {
  const table = new Int8Array(participants * statements).fill(2);
  for (let p = 0; p < participants; p += 1) {
    for (let i = start[p] ?? 0; i < (start[p + 1] ?? 0); i += 1) {
      table[p * statements + (statement[i] ?? 0)] = vote[i] ?? 0;
    }
  }
  return table;
}

function planeByPlainLoop(matrix: VoteMatrix): Float64Array {
  const { participants, statements } = matrix;
  const table = Float64Array.from(wholeTable(matrix), (vote) => (vote === 2 ? 0 : vote));
  let direction = new Float64Array(2 * statements).fill(1);
  for (let round = 0; round < 100; round += 1) {
    const next = new Float64Array(2 * statements);
    for (let p = 0; p < participants; p += 1) {
      let [along, across] = [0, 0];
      for (let s = 0; s < statements; s += 1) {
        const value = table[p * statements + s] ?? 0;
        along += value * (direction[2 * s] ?? 0);
        across += value * (direction[2 * s + 1] ?? 0);
      }
      for (let s = 0; s < statements; s += 1) {
        const value = table[p * statements + s] ?? 0;
        next[2 * s] = (next[2 * s] ?? 0) + value * along;
        next[2 * s + 1] = (next[2 * s + 1] ?? 0) + value * across;
      }
    }
    const length = Math.hypot(...next);
    direction = next.map((value) => value / length);
  }
  return direction;
}

/** Millims; undefined where there is no python3 with numpy. */
async function besideNumpy(matrix: VoteMatrix): Promise<number | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'entrelacs-bench-'));
  try {
    const votes = join(folder, 'votes');
    await writeFile(votes, wholeTable(matrix));
    const given = [votes, String(matrix.statements), String(rounds)];
    const done = spawnSync('python3', ['-c', numpyOpinions, ...given], { encoding: 'utf8' });
    return done.status === 0 ? Number(done.stdout) : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
