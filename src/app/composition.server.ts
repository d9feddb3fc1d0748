import { type Clock, systemClock } from '#kernel/clock.ts';
import { type Actor, type Context, visitor } from '#kernel/context.ts';
import { type Database, openDatabase } from '#kernel/database.server.ts';
import { type GuardedStream, guardedClient, guardedStream } from '#kernel/guarded-client.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type JobQueue, Jobs } from '#kernel/jobs.server.ts';
import { type Log, silentLog } from '#kernel/log.server.ts';
import { limitChore } from '#kernel/limits.server.ts';
import { type JournalMemory, createJournalMemory } from '#kernel/journal-memory.server.ts';
import type { MailDelivery } from '#kernel/mail-delivery.ts';
import { resumeMail } from '#kernel/mail.server.ts';
import { type UnsentLink, mailSender } from '#kernel/mail-sender.server.ts';
import { sendAtOnce } from '#kernel/send-at-once.server.ts';
import {
  type IdentityProvider,
  type Sessions,
  createIdentityProvider,
  makeSessions,
  roleInvitationRule,
} from '#modules/accounts/index.server.ts';
import {
  type TerritoryDirectory,
  createTerritoryDirectory,
  territoryIds,
} from '#modules/territories/index.server.ts';
import {
  opinionsJob,
  proposalsChore,
  proposalsLetterRule,
  waitingProposalsChore,
} from '#modules/deliberation/index.server.ts';
import { undoAuthorJob } from '#modules/moderation/index.server.ts';
import { answerLinkRule, evaluationPurge, evidenceChore } from '#modules/evaluation/index.server.ts';
import {
  addressLimits,
  confirmationChore,
  correctionChore,
  duplicatesChore,
  duplicatesJob,
  importChore,
  importJob,
  practicePurge,
  sourceChore,
  sourceJob,
} from '#modules/practices/index.server.ts';
import { fileChore, purgeChore } from '#modules/records/index.server.ts';
import { newsChore } from '#modules/news/index.server.ts';
import { publishedSource } from './about.server.ts';
import type { Configuration } from './configuration.server.ts';
import { localPath } from './locale.ts';
import { senderAddress } from './sender-address.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import { undoers } from './undoers.server.ts';
import { watchJob } from './watch-jobs.server.ts';

/** Everything that lives as long as the process: what pages, commands and jobs are given to work with. */
export interface App {
  db: Database;
  clock: Clock;
  jobs: Jobs;
  memory: JournalMemory;
  territories: TerritoryDirectory;
  sessions: Sessions;
  /** With which people may sign in, beside mail; undefined when the host set none. */
  provider: IdentityProvider | undefined;
  /** Asks an address for an inventory. */
  openAddress: GuardedStream;
  /** Public address, without a trailing slash. */
  origin: string;
  /** Where visitors get the source of what runs here; undefined when nobody said. */
  sourceUrl: string | undefined;
  mail: MailDelivery;
  /** Whether `/composants` shows every component, for those who develop. */
  showsComponents: boolean;
  log: Log;
  /** What follows the site at work; undefined when its host wants no figures. */
  telemetry: Telemetry | undefined;
  /** Sends a mail past the outbox, while its reader waits, to tell whether the settings of the host are right. */
  sendAtOnce(mail: { to: string; subject: string; body: string }): ReturnType<typeof sendAtOnce>;
  close(): Promise<void>;
}

export interface AppOptions {
  databaseUrl: string;
  configuration: Pick<Configuration, 'origin' | 'smtpUrl'> &
    Partial<Pick<Configuration, 'sourceUrl' | 'provider' | 'importHosts' | 'showsComponents'>>;
  /** False for a command line beside a running server: it queues jobs and leaves them to the server. */
  runJobs: boolean;
  /** Where links go while no mail can be sent; without it they wait. */
  showLink?: ((link: UnsentLink) => void) | undefined;
  clock?: Clock;
  /** Where what happens is told; nowhere when not given. */
  log?: Log;
  telemetry?: Telemetry | undefined;
  onError: (error: Error) => void;
}

export async function createApp(options: AppOptions): Promise<App> {
  const { clock = systemClock, log = silentLog, telemetry } = options;
  const db = await openDatabase(options.databaseUrl, { watch: telemetry?.database });
  const { origin, smtpUrl } = options.configuration;
  const memory = createJournalMemory();
  // Letters are queued by a chore, and chores are given to the queue.
  const queue: JobQueue = { enqueue: (tx, job) => jobs.enqueue(tx, job) };
  const letters = { db, clock, memory, origin, localPath, jobs: queue, mailLeaves: smtpUrl !== undefined };
  const jobs = new Jobs({
    db,
    databaseUrl: options.databaseUrl,
    clock,
    chores: options.runJobs ? choresOf(letters) : undefined,
  });
  const openAddress = openerOf(options);
  const from = `Entrelacs <${senderAddress(options.configuration)}>`;
  // What waits in the outbox with a link to something taken back meanwhile does not leave.
  const linkRules = [roleInvitationRule, answerLinkRule, proposalsLetterRule(letters)];
  const definitions = [
    mailSender({ db, clock, smtpUrl, from, showLink: options.showLink, linkRules }),
    importJob({ db, clock, jobs, memory, origin }),
    sourceJob({ db, clock, jobs, memory, origin, open: openAddress }),
    duplicatesJob({ db, clock }),
    opinionsJob({ db, clock, jobs, memory, origin }),
    undoAuthorJob({ db, clock, jobs, memory, origin }, undoers),
  ].map((definition) => watchJob(definition, { log, telemetry }));
  await jobs.start({
    definitions,
    work: options.runJobs,
    ...(smtpUrl !== undefined && { beforeWork: () => resumeAllMail({ db, jobs, clock }) }),
    onError: options.onError,
  });
  return {
    db,
    clock,
    jobs,
    memory,
    territories: createTerritoryDirectory(db, clock),
    sessions: makeSessions({ db, origin }),
    provider: providerOf(options),
    openAddress,
    origin,
    sourceUrl: options.configuration.sourceUrl ?? publishedSource(),
    mail: deliveryOf(options),
    showsComponents: options.configuration.showsComponents ?? false,
    log,
    telemetry,
    sendAtOnce: (mail) => sendAtOnce({ smtpUrl, from }, mail),
    async close() {
      await jobs.stop();
      await db.destroy();
    },
  };
}

/** What every territory has done for it once a day. */
function choresOf(letters: Parameters<typeof newsChore>[0] & Parameters<typeof confirmationChore>[0]) {
  const { db, clock } = letters;
  return {
    list: [
      importChore({ db, clock }),
      purgeChore({ db, clock, rules: [practicePurge, evaluationPurge] }),
      evidenceChore({ db, clock }),
      fileChore({ db, clock }),
      limitChore({ db, clock }),
      newsChore(letters),
      correctionChore({ db, clock }),
      waitingProposalsChore({ db, clock }),
      proposalsChore(letters),
      confirmationChore(letters),
      duplicatesChore({ db, clock }),
      sourceChore({ db, clock, jobs: letters.jobs }),
    ],
    territories: () => territoryIds(db),
  };
}

/** What asks addresses for inventories. */
function openerOf({ configuration }: AppOptions): GuardedStream {
  return guardedStream({ ...addressLimits, privateHosts: configuration.importHosts ?? [] });
}

function providerOf({ configuration, onError }: AppOptions): IdentityProvider | undefined {
  const { provider } = configuration;
  const onRefusal = (reason: string) => onError(new Error(`Identity provider: ${reason}`));
  return provider && createIdentityProvider(provider, { clientFor: guardedClient, onRefusal });
}

function deliveryOf({ configuration, showLink }: AppOptions): MailDelivery {
  if (configuration.smtpUrl !== undefined) return 'sent';
  return showLink ? 'terminal' : 'kept';
}

/** What waited for a mail server leaves when there is one. */
async function resumeAllMail(services: { db: Database; jobs: Jobs; clock: Clock }): Promise<void> {
  for (const territoryId of await territoryIds(services.db)) await resumeMail({ ...services, territoryId });
}

export function contextFor(app: App, territoryId: Id, actor: Actor = visitor): Context {
  const { db, clock, jobs, memory, origin } = app;
  return { db, clock, jobs, memory, origin, territoryId, actor };
}
