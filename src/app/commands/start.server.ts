import { setFlagsFromString } from 'node:v8';
import { makeOwnerLink } from '#modules/accounts/index.server.ts';
import { translators } from '#messages/index.ts';
import { systemClock } from '#kernel/clock.ts';
import { failureFacts } from '#kernel/failure-facts.ts';
import { giveMemoryBack } from '#kernel/give-memory-back.server.ts';
import type { Log } from '#kernel/log.server.ts';
import { err, ok } from '#kernel/result.ts';
import type { Locale } from '#kernel/translate.ts';
import { type App, contextFor, createApp } from '../composition.server.ts';
import { answerAway } from '../answer-away.server.ts';
import { buildWhenNeeded } from '../build.server.ts';
import { type Configuration, readConfiguration } from '../configuration.server.ts';
import { Door } from '../door.server.ts';
import { productVersion } from '../health.server.ts';
import { localPath } from '../locale.ts';
import { isLoopback } from '../loopback.ts';
import { type OpenDatabase, openInstance } from '../open-instance.server.ts';
import { processLog } from '../process-log.server.ts';
import { prepareFirstTerritory } from '../seed/prepare-first-territory.server.ts';
import { openPages } from '../server.server.ts';
import { startTelemetry } from '../telemetry/start-telemetry.server.ts';
import { tellServiceManager } from '../tell-service-manager.server.ts';
import { readAhead } from '../read-ahead.server.ts';
import { linkPrinter } from '../terminal-links.server.ts';
import type { Command } from './index.server.ts';

/** `entrelacs start`: serves until it is told to stop. */
export const start: Command = {
  options: { port: { type: 'string' }, data: { type: 'string' }, empty: { type: 'boolean' } },
  positionals: 0,
  async run({ values, locale }) {
    const configuration = readConfiguration({
      ...process.env,
      ...(values['port'] !== undefined && { PORT: String(values['port']) }),
      ...(values['data'] !== undefined && { ENTRELACS_DATA: String(values['data']) }),
      ...(values['empty'] === true && { ENTRELACS_DEMO: '0' }),
    });
    if (!configuration.ok)
      return err({ ...configuration.error, values: { variable: configuration.error.variable } });
    const log = processLog(configuration.value.logLevel);
    const database = await openInstance(configuration.value, (line) => logDatabaseTroubles(log, line));
    if (!database.ok) return err({ code: database.error.code, values: { ...database.error } });
    const { host, port } = configuration.value;
    const door = await Door.open({ host, port, answerAway }).catch((error: NodeJS.ErrnoException) => error);
    if (door instanceof Error) {
      await database.value.close();
      if (door.code !== 'EADDRINUSE') throw door;
      return err({ code: 'port-in-use', values: { port: String(port) } });
    }

    const opened = { database: database.value, door, log, locale, configuration: configuration.value };
    const lost = await serveUntilTold(opened);
    await database.value.close();
    return lost ? err({ code: 'database-lost' }) : ok('');
  },
};

/** Serves; true when it stopped because the database did. */
async function serveUntilTold(opened: {
  database: OpenDatabase;
  door: Door;
  log: Log;
  locale: Locale;
  configuration: Configuration;
}): Promise<boolean> {
  const { database, door, log, locale, configuration } = opened;
  const t = translators[locale];
  const say = (line: string) => process.stdout.write(`${line}\n`);
  buildWhenNeeded(() => say(t('app.building')));
  const telemetry = await startTelemetry(configuration.telemetry, { log, version: productVersion });
  const app = await createApp({
    databaseUrl: database.url,
    configuration,
    runJobs: true,
    showLink: linkPrinter({ configuration, output: process.stdout, locale }),
    log,
    telemetry,
    onError: (error) => log.error('background', failureFacts(error)),
  });
  telemetry?.watchSite({
    db: app.db,
    dataFolder: database.embedded && configuration.dataFolder,
    now: systemClock.now,
  });
  const first = await prepareFirstTerritory(app, configuration);
  // From the moment the site says that it serves, it stops well when it is told to.
  const told = untilTold();
  door.serve(await openPages(app, configuration));
  tellServiceManager('READY=1', process.env);
  for (const line of await welcome({ app, configuration, locale, ...first })) say(line);
  const ahead = readAhead(app);
  setTimeout(() => void ahead.then(saveMemory), untilServing).unref();

  const lost = await Promise.race([told, untilLost(database)]);
  say(t('app.stopping'));
  tellServiceManager('STOPPING=1', process.env);
  await door.close({ drainSeconds: lost ? 0 : configuration.drainSeconds });
  // The last figures are those of a site that still has its database.
  await telemetry?.stop();
  await app.close();
  return lost;
}

/** What the person who starts the site reads once it serves. */
async function welcome(options: Invitation & { needsOwner: boolean }): Promise<string[]> {
  const { app, locale, needsOwner } = options;
  const t = translators[locale];
  return [
    t('app.started', { address: app.origin }),
    ...(app.mail === 'sent' ? [] : [t(`app.started.mail-${app.mail}`)]),
    ...(needsOwner ? [await ownerInvitation(options)] : []),
  ];
}

/** In milliseconds: the first readers come before. */
const untilServing = 3000;

/**
 * Serving holds little for long, but left to itself the engine lets its memory grow to three times what is in use, and
 * keeps the third that only starting needed.
 */
function saveMemory(): void {
  setFlagsFromString('--heap-growing-percent=50');
  giveMemoryBack();
}

interface Invitation {
  app: App;
  configuration: Configuration;
  territoryId: string;
  locale: Locale;
}

/** The link itself is printed only where the person at the keyboard is the one at the terminal. */
async function ownerInvitation({ app, configuration, territoryId, locale }: Invitation): Promise<string> {
  const t = translators[locale];
  // systemd says so of an output that it keeps.
  const isKept = process.env['JOURNAL_STREAM'] !== undefined;
  if (isKept || !isLoopback(configuration.host)) return t('app.started.owner-hidden');
  const token = await makeOwnerLink(contextFor(app, territoryId));
  return t('app.started.owner', { link: `${app.origin}${localPath(locale, `/proprietaire/${token}`)}` });
}

/** Of what the database says, only what someone may have to act on. */
function logDatabaseTroubles(log: Log, line: string): void {
  // Connections that end because we stop the database are no trouble.
  if (line.includes('due to administrator command')) return;
  if (/^(WARNING|ERROR|FATAL|PANIC)/.test(line)) log.error('postgresql', { reason: line });
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
