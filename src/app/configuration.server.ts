import { resolve } from 'node:path';
import { z } from 'zod';
import { type LogLevel, logLevels } from '#kernel/log.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ProviderSettings } from '#modules/accounts/index.server.ts';
import { isProxy } from './forwarded.server.ts';
import { readProviderSettings } from './provider-settings.ts';
import { readTelemetrySettings, type TelemetrySettings } from './telemetry/telemetry-settings.ts';

/** What the environment says, checked once at the start. */
export interface Configuration {
  host: string;
  port: number;
  origin: string;
  dataFolder: string;
  databaseUrl: string | undefined;
  smtpUrl: string | undefined;
  trustedProxies: string[];
  /** Hosts on a private network at which inventories may be read. */
  importHosts: string[];
  /** Where visitors get the source of what runs here (AGPL, section 13). */
  sourceUrl: string | undefined;
  /** With which identity provider people may sign in, beside mail. */
  provider: ProviderSettings | undefined;
  demo: boolean;
  /** Whether `/composants` shows every component, for those who develop. */
  showsComponents: boolean;
  /** What the log tells; undefined leaves it to where it is written. */
  logLevel: LogLevel | undefined;
  /** How long `/healthz` says that the site is going before it takes no more requests. */
  drainSeconds: number;
  /** What the host wants to be told of the site at work; undefined when nothing. */
  telemetry: TelemetrySettings | undefined;
}

const text = z.string().trim();
const listed = text.default('').transform((list) =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);
const shape = z.object({
  HOST: text.default('localhost'),
  PORT: text.regex(/^\d+$/).default('3000').transform(Number).pipe(z.number().max(65_535)),
  ORIGIN: z
    .url({ protocol: /^https?$/ })
    .refine(isOrigin)
    .optional(),
  ENTRELACS_DATA: text.default('./var'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  TRUSTED_PROXIES: listed.refine((list) => list.every(isProxy)),
  IMPORT_PRIVATE_HOSTS: listed.refine((list) => list.every(isHost)),
  ENTRELACS_SOURCE: z.url({ protocol: /^https?$/ }).optional(),
  ENTRELACS_DEMO: z.enum(['0', '1']).default('1'),
  ENTRELACS_COMPONENTS: z.enum(['0', '1']).default('0'),
  LOG_LEVEL: text.toLowerCase().pipe(z.enum(logLevels)).optional(),
  DRAIN_SECONDS: text.regex(/^\d+$/).default('0').transform(Number).pipe(z.number().max(300)),
});

/** Reads the variables of the contract; a wrong one is named, with what is expected of it. */
export function readConfiguration(
  environment: Record<string, string | undefined>,
): Result<Configuration, { code: 'variable-invalid'; variable: string }> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const read = shape.safeParse(given);
  if (!read.success) {
    return err({ code: 'variable-invalid', variable: String(read.error.issues[0]?.path[0]) });
  }
  const { data } = read;
  const provider = readProviderSettings(given);
  if (!provider.ok) return provider;
  const telemetry = readTelemetrySettings(given);
  if (!telemetry.ok) return telemetry;
  return ok({
    host: data.HOST,
    port: data.PORT,
    origin: data.ORIGIN ? new URL(data.ORIGIN).origin : `http://localhost:${data.PORT}`,
    dataFolder: resolve(data.ENTRELACS_DATA),
    databaseUrl: data.DATABASE_URL,
    smtpUrl: data.SMTP_URL,
    trustedProxies: data.TRUSTED_PROXIES,
    importHosts: data.IMPORT_PRIVATE_HOSTS,
    sourceUrl: data.ENTRELACS_SOURCE,
    provider: provider.value,
    demo: data.ENTRELACS_DEMO === '1',
    showsComponents: data.ENTRELACS_COMPONENTS === '1',
    logLevel: data.LOG_LEVEL,
    drainSeconds: data.DRAIN_SECONDS,
    telemetry: telemetry.value,
  });
}

/** A name or an address, as the host of an address spells it: without protocol or port. */
function isHost(text: string): boolean {
  return URL.canParse(`http://${text}`) && new URL(`http://${text}`).host === text && !/:\d+$/.test(text);
}

/** An address without a path: the site answers at the root of its host. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).href === `${new URL(text).origin}/`;
}
