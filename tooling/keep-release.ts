import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApp } from '../src/app/composition.server.ts';
import { readConfiguration } from '../src/app/configuration.server.ts';
import { productVersion } from '../src/app/health.server.ts';
import { populateInstance } from '../src/app/testing/populate-instance.server.ts';
import { writeBackup } from '../src/kernel/backup/write-backup.server.ts';
import { startEmbeddedPostgres } from '../src/kernel/postgres/embedded-postgres.server.ts';
import type { Result } from '../src/kernel/result.ts';
import { projectRoot } from './support/project-files.ts';

/**
 * Keeps what a release leaves behind, for every later one to prove that it can take it over: plays an instance, and
 * writes its backup, with what a test must know of it, to `src/app/testing/releases/`. Run once per release, when its
 * version stands in package.json, and formatted afterwards (`npm run format`). Between two releases, a word tells apart
 * what is kept: `npx node tooling/keep-release.ts pages` keeps `0.1.0-pages`.
 */
async function main(): Promise<void> {
  const [word] = process.argv.slice(2);
  const name = word ? `${productVersion}-${word}` : productVersion;
  const kept = path.join(projectRoot, 'src/app/testing/releases', name);
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'entrelacs-release-'));
  const server = valueOf(await startEmbeddedPostgres({ dataFolder, log: () => undefined, durable: false }));
  const app = await createApp({
    databaseUrl: server.url,
    configuration: valueOf(readConfiguration({ ORIGIN: 'http://pays.exemple.test' })),
    runJobs: false,
    onError: (error) => console.error(error),
  });
  try {
    const notes = await populateInstance(app);
    const manifest = valueOf(
      await writeBackup({
        databaseUrl: server.url,
        file: `${kept}.zip`,
        replace: false,
        product: productVersion,
        now: app.clock.now(),
        report: () => undefined,
      }),
    );
    await writeFile(`${kept}.json`, `${JSON.stringify(notes, null, 2)}\n`);
    console.log(`Kept ${name}: ${manifest.tables.length} tables, ${manifest.migrations.at(-1)}.`);
  } finally {
    await app.close();
    await server.stop();
    await rm(dataFolder, { recursive: true });
  }
}

function valueOf<Value>(result: Result<Value, { code: string }>): Value {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

await main();
