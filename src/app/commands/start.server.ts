import { setFlagsFromString } from 'node:v8';
import { makeOwnerLink } from '#modules/accounts/index.server.ts';
import { translators } from '#messages/index.ts';
import { err, ok } from '#kernel/result.ts';
import { type App, contextFor, createApp } from '../composition.server.ts';
import { buildWhenNeeded } from '../build.server.ts';
import { type Configuration, readConfiguration } from '../configuration.server.ts';
import { localPath } from '../locale.ts';
import { isLoopback } from '../loopback.ts';
import { type OpenDatabase, openInstance } from '../open-instance.server.ts';
import { prepareFirstTerritory } from '../seed/prepare-first-territory.server.ts';
import { serve, stopServing } from '../server.server.ts';
import { linkPrinter } from '../terminal-links.server.ts';
import type { Command } from './index.server.ts';

/** `entrelacs start`: serves until it is told to stop. */
export const start: Command = {
  options: { port: { type: 'string' }, data: { type: 'string' }, empty: { type: 'boolean' } },
  positionals: 0,
  async run({ values, locale }) {
    const t = translators[locale];
    const say = (line: string) => process.stdout.write(`${line}\n`);
    const configuration = readConfiguration({
      ...process.env,
      ...(values['port'] !== undefined && { PORT: String(values['port']) }),
      ...(values['data'] !== undefined && { ENTRELACS_DATA: String(values['data']) }),
      ...(values['empty'] === true && { ENTRELACS_DEMO: '0' }),
    });
    if (!configuration.ok)
      return err({ ...configuration.error, values: { variable: configuration.error.variable } });
    const database = await openInstance(configuration.value, logDatabaseTroubles);
    if (!database.ok) return err({ code: database.error.code, values: { ...database.error } });

    buildWhenNeeded(() => say(t('app.building')));
    const app = await createApp({
      databaseUrl: database.value.url,
      configuration: configuration.value,
      runJobs: true,
      showLink: linkPrinter({ configuration: configuration.value, output: process.stdout, locale }),
      onError: (error) => process.stderr.write(`${error.message}\n`),
    });
    const first = await prepareFirstTerritory(app, configuration.value);
    const server = await serve(app, configuration.value).catch((error: NodeJS.ErrnoException) => error);
    if (server instanceof Error) {
      await app.close();
      await database.value.close();
      if (server.code !== 'EADDRINUSE') throw server;
      return err({ code: 'port-in-use', values: { port: String(configuration.value.port) } });
    }
    say(t('app.started', { address: app.origin }));
    if (app.mail !== 'sent') say(t(`app.started.mail-${app.mail}`));
    if (first.needsOwner)
      say(
        await ownerInvitation({
          app,
          configuration: configuration.value,
          territoryId: first.territoryId,
          locale,
        }),
      );

    setTimeout(saveMemory, untilServing).unref();

    const lost = await Promise.race([untilTold(), untilLost(database.value)]);
    say(t('app.stopping'));
    await stopServing(server);
    await app.close();
    await database.value.close();
    return lost ? err({ code: 'database-lost' }) : ok('');
  },
};

/** In milliseconds: the first readers come before. */
const untilServing = 3000;

/**
 * Serving holds little for long, but left to itself the engine lets its memory grow to three times what is in use, and
 * keeps the third that only starting needed. `gc` is there where `bin/entrelacs.js` could ask for it.
 */
function saveMemory(): void {
  setFlagsFromString('--heap-growing-percent=50');
  globalThis.gc?.({ type: 'major', flavor: 'last-resort' });
}

/** The link itself is printed only where the person at the keyboard is the one at the terminal. */
async function ownerInvitation(options: {
  app: App;
  configuration: Configuration;
  territoryId: string;
  locale: 'fr' | 'en';
}): Promise<string> {
  const { app, configuration, territoryId, locale } = options;
  const t = translators[locale];
  if (!isLoopback(configuration.host)) return t('app.started.owner-hidden');
  const token = await makeOwnerLink(contextFor(app, territoryId));
  return t('app.started.owner', { link: `${app.origin}${localPath(locale, `/proprietaire/${token}`)}` });
}

/** Of what the database says, only what someone may have to act on. */
function logDatabaseTroubles(line: string): void {
  // Connections that end because we stop the database are no trouble.
  if (line.includes('due to administrator command')) return;
  if (/^(WARNING|ERROR|FATAL|PANIC)/.test(line)) process.stderr.write(`PostgreSQL ${line}\n`);
}

/** Resolves when the embedded database has ended for good: a site that cannot answer leaves its host to restart it. */
function untilLost({ embedded }: OpenDatabase): Promise<true> {
  return new Promise((lost) => {
    embedded?.onUnexpectedExit(({ restarting }) => {
      if (!restarting) lost(true);
    });
  });
}

function untilTold(): Promise<false> {
  return new Promise((told) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told(false));
  });
}
