import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { openDatabase } from '#kernel/database.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { importPractices } from './import-practices.server.ts';
import { figuresOf, importFile, titlesIn, tryImport } from './testing/import-scene.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  facilitator = { ...(await world.elsewhere()), actor: (await world.as('facilitator')).actor };
});

/** More than one batch. */
const count = 1201;
const rows = Array.from({ length: count }, (_, index) => `${index},Jardin ${index},Redon,a${index}@b.test`);
const file = `id,nom,commune,courriel\n${rows.join('\n')}\n`;

const tables = [
  'record',
  'practice',
  'practice_contact',
  'journal_entry',
  'personal_value',
  'imported_record',
  'import_change',
  'import_run',
];

/** How many rows of the territory each table holds. */
async function rowsStored(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { rows: found } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table)}
      where territory_id = ${facilitator.territoryId}`.execute(world.db);
    counts[table] = found[0]?.count ?? 0;
  }
  return counts;
}

const nothing = Object.fromEntries(tables.map((table) => [table, 0]));

describe('an import that fails in the middle leaves nothing', () => {
  it('when its own code fails after hundreds of records were written', async () => {
    const failing = tryImport(facilitator, file, {
      report: async ({ done, total }) => {
        if (total !== null && done > 900) throw new Error('planted');
      },
    });
    await expect(failing).rejects.toThrow('planted');
    expect(await rowsStored()).toEqual(nothing);
  });

  it('when it fails while the database writes a batch, whatever would have been sent next', async () => {
    const plain = file.replaceAll(/,[^,]*$/gm, '');
    const failing = tryImport(facilitator, plain, {
      report: async ({ done, total }) => {
        if (total !== null && done === 500) throw new Error('planted');
      },
    });
    await expect(failing).rejects.toThrow('planted');
    expect(await rowsStored()).toEqual(nothing);
  });

  it('when the database cuts the connection', async () => {
    const victim = await openDatabase(world.url, { connections: 1 });
    const { rows: found } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(victim);
    const failing = tryImport({ ...facilitator, db: victim }, file, {
      report: async ({ done, total }) => {
        if (total !== null && done === 1000)
          await sql`select pg_terminate_backend(${found[0]?.pid})`.execute(world.db);
      },
    });
    await expect(failing).rejects.toThrow(/terminat|ECONNRESET|connection error/i);
    expect(await rowsStored()).toEqual(nothing);
    await victim.destroy();
  });

  it('when the file itself breaks off while it is read', async () => {
    async function* broken() {
      yield Buffer.from(file.slice(0, file.length / 2));
      throw new Error('planted');
    }
    const failing = importPractices(facilitator, { open: broken, fileName: 'x.csv', dryRun: false });
    await expect(failing).rejects.toThrow('planted');
    expect(await rowsStored()).toEqual(nothing);
  });

  it('and nobody sees a part of it while it runs', async () => {
    const seen = new Set<number>();
    const visitor: Context = { ...facilitator, actor: { personId: null, role: 'visitor' } };
    await importFile(facilitator, file, {
      report: async () => {
        seen.add((await titlesIn(visitor)).length);
      },
    });
    expect([...seen]).toEqual([0]);
    expect(await rowsStored()).toMatchObject({ record: count, practice_contact: count, import_run: 1 });
  });
});

describe('two imports at the same time', () => {
  it('of the same file make its records once', async () => {
    const reports = await Promise.all([importFile(facilitator, file), importFile(facilitator, file)]);
    expect(reports.map(figuresOf).toSorted((one, other) => one.created - other.created)).toEqual([
      { read: count, created: 0, updated: 0, unchanged: count, rejected: 0 },
      { read: count, created: count, updated: 0, unchanged: 0, rejected: 0 },
    ]);
    expect(await rowsStored()).toMatchObject({ record: count });
  });

  it('in two territories do not wait for each other', async () => {
    const other: Context = { ...(await world.elsewhere()), actor: facilitator.actor };
    const inside = await importFile(facilitator, file, {
      report: async ({ done, total }) => {
        if (total !== null && done === count) await importFile(other, 'nom,commune\nFour,Redon\n');
      },
    });
    expect(inside.created).toBe(count);
    expect(await titlesIn(other)).toEqual(['Four']);
  });
});
