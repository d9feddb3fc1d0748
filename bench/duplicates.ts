import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { systemClock } from '#kernel/clock.ts';
import type { Tables } from '#kernel/database.server.ts';
import { plainLetters } from '#kernel/plain-letters.ts';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import { findDuplicates } from '#modules/practices/index.server.ts';
import { processorTimeOf } from './support/processes.ts';
import { type Product, runCommand, startProduct } from './support/product.ts';
import { type Line, atMost, compared, perSecond, printLines, progress, seconds } from './support/report.ts';

/** Beside the repository: an inventory made up by a program of its own, which says which records tell of the same practice. */
const generator = resolve(import.meta.dirname, '../../shared/synthetic/generate.mjs');
/** The weights were set with another one. */
const seed = 2026;
/** Brittany and what is around it: a territory large enough for a hundred thousand. */
const departments = '22,29,35,44,49,53,56';

/** In milliseconds of processor, for ten thousand. */
const goal = 10_000;

interface Told {
  id: string;
  vrai_id: number;
  nom: string;
  code_insee: string;
}

/** Which records a pair is made of, by their place among those told. */
type Pairs = Set<string>;

/**
 * The first look for duplicates among practices that two sources tell of differently: how long it takes, how many of the pairs shown
 * are right, and how many of the right ones are shown; beside the records whose name and commune are the same to the letter.
 */
export async function benchDuplicates(practices: number): Promise<void> {
  if (!existsSync(generator)) {
    process.stdout.write(`\nDuplicates are not measured: ${generator} is not there.\n`);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'entrelacs-duplicates-'));
  const product = await startProduct(folder);
  try {
    const told = await makeInventory(folder, practices);
    progress(`${practices} practices with duplicates: import`);
    await runCommand(['import', join(folder, 'inventory.json'), '--source', 'synthetic'], folder);
    progress(`${practices} practices with duplicates: first look`);
    const { shown, took, processor } = await look(product, folder);
    print(practices, { told, shown, took, processor });
  } finally {
    await product.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The inventory as a list of JSON, without what says which records are the same; returns what does. */
async function makeInventory(folder: string, practices: number): Promise<Told[]> {
  const made = join(folder, 'inventory.ndjson');
  await promisify(execFile)(process.execPath, [
    generator,
    String(practices),
    String(seed),
    made,
    departments,
  ]);
  const told: Told[] = [];
  async function* withoutAnswers() {
    let separator = '[';
    for await (const line of createInterface({ input: createReadStream(made) })) {
      const { vrai_id, _d, ...record } = JSON.parse(line) as Told & Record<string, unknown>;
      told.push({ id: record.id, vrai_id, nom: record.nom, code_insee: record.code_insee });
      yield `${separator}${JSON.stringify(record)}\n`;
      separator = ',';
    }
    yield ']';
  }
  await pipeline(Readable.from(withoutAnswers()), createWriteStream(join(folder, 'inventory.json')));
  return told;
}

async function look(
  product: Product,
  folder: string,
): Promise<{ shown: Pairs; took: number; processor: number }> {
  const pool = new pg.Pool({ connectionString: await runningPostgresUrl(folder), max: 1 });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const { rows } = await pool.query<{ id: string }>('select id from territory limit 1');
  const [begun, own, before] = [performance.now(), process.cpuUsage(), await processorTimeOf(product.pid)];
  await findDuplicates({ db, clock: systemClock, territoryId: rows[0]?.id ?? '' });
  const { user, system } = process.cpuUsage(own);
  const took = performance.now() - begun;
  const processor = (user + system) / 1000 + ((await processorTimeOf(product.pid)) ?? 0) - (before ?? 0);
  const pairs = await pool.query<{ one: string; other: string }>(`
    select first.source_record_id as one, second.source_record_id as other from duplicate_pair
    join record as first on first.id = first_id join record as second on second.id = second_id`);
  await db.destroy();
  return { shown: new Set(pairs.rows.map(({ one, other }) => pairOf(one, other))), took, processor };
}

function pairOf(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

/** Every pair of records that have the same key. */
function pairsWith(told: readonly Told[], keyOf: (one: Told) => string): Pairs {
  const pairs: Pairs = new Set();
  for (const group of Map.groupBy(told, keyOf).values())
    for (const [place, one] of group.entries())
      for (const other of group.slice(place + 1)) pairs.add(pairOf(one.id, other.id));
  return pairs;
}

/** Names as they are compared when nothing is weighed: without accents, capitals and signs. */
function sameToTheLetter({ nom, code_insee: commune }: Told): string {
  return `${commune} ${plainLetters(nom)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()}`;
}

function print(
  practices: number,
  found: { told: readonly Told[]; shown: Pairs; took: number; processor: number },
): void {
  const right = pairsWith(found.told, ({ vrai_id }) => String(vrai_id));
  const simple = pairsWith(found.told, sameToTheLetter);
  const share = (one: Pairs, of: Pairs) => one.intersection(right).size / Math.max(1, of.size);
  const beside = 'the same name, accents and capitals aside, in the same commune';
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  const lines: Line[] = [
    compared(`pairs shown that are right (precision), of ${found.shown.size}`, percent, {
      ours: share(found.shown, found.shown),
      yardstick: share(simple, simple),
      beside,
    }),
    compared(`right pairs that are shown (recall), of ${right.size}`, percent, {
      ours: share(found.shown, right),
      yardstick: share(simple, right),
      beside,
    }),
    {
      what: 'first look, processor time of the product and the database',
      ours: seconds(found.processor),
      goal: atMost(goal * Math.max(1, practices / 10_000), found.processor, seconds),
    },
    {
      what: 'first look, time that passes',
      ours: `${seconds(found.took)}, ${perSecond((practices / found.took) * 1000)}`,
    },
  ];
  printLines(`Duplicates among ${practices} practices`, lines);
}
