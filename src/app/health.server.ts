import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pingDatabase } from '#kernel/database.server.ts';
import { packageRoot } from '#kernel/shipped-data.server.ts';
import type { App } from './composition.server.ts';

const packageFile = join(packageRoot([import.meta.dirname, process.cwd()]), 'package.json');
/** Version of the product, as package.json says it. */
export const { version: productVersion } = JSON.parse(readFileSync(packageFile, 'utf8')) as {
  version: string;
};

export interface Health {
  status: 'ok' | 'unavailable';
  version: string;
  database: 'ok' | 'unavailable';
}

/** Whether the site can serve: it can when the database answers. */
export async function databaseHealth(app: Pick<App, 'db'>): Promise<Health> {
  const database = (await pingDatabase(app.db)) ? 'ok' : 'unavailable';
  return { status: database, version: productVersion, database };
}
