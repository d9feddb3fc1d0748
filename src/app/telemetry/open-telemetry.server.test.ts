import { once } from 'node:events';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '#kernel/database.server.ts';
import { silentLog } from '#kernel/log.server.ts';
import { queueMail } from '#kernel/mail.server.ts';
import { openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { Handler } from '../door.server.ts';
import { notesOf } from '../request-notes.server.ts';
import { watchJob } from '../watch-jobs.server.ts';
import { watchRequests } from '../watch-requests.server.ts';
import { withFigures } from './figures-page.server.ts';
import { startTelemetry } from './start-telemetry.server.ts';
import { readTelemetrySettings } from './telemetry-settings.ts';
import type { Telemetry } from './telemetry.ts';

const token = 'un-mot-long-et-secret';
const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(given: Record<string, string>, log = silentLog): Promise<Telemetry> {
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  const settings = readTelemetrySettings(given);
  if (!settings.ok) throw new Error(settings.error.variable);
  const telemetry = await startTelemetry(settings.value, { log, version: '1.2.3' });
  if (!telemetry) throw new Error('Nothing was started');
  closing.push(() => telemetry.stop());
  return telemetry;
}

async function listen(handler: Handler): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A site with one page, that asks the database a question. */
async function serve(telemetry: Telemetry, question: () => Promise<unknown> = async () => undefined) {
  const page: Handler = (request, response) => {
    const notes = notesOf(request);
    if (notes) notes.route = '/connexion/lien/[token]';
    void question().then(() => response.end('bonjour'));
  };
  const answer = withFigures(page, { token, telemetry });
  const watch = telemetry.watchRequest;
  return listen(watchRequests(answer, { log: silentLog, isProxied: () => false, watch }));
}

async function figuresOf(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return answer.text();
}

/** What is sent to a collector, by the address it is sent to. */
async function openCollector() {
  const received: { path: string | undefined; text: string }[] = [];
  const endpoint = await listen((request: IncomingMessage, response) => {
    void request.toArray().then((parts) => {
      received.push({ path: request.url, text: Buffer.concat(parts as Buffer[]).toString() });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  const textAt = (path: string) =>
    received
      .filter((one) => one.path === path)
      .map(({ text }) => text)
      .join('\n');
  return { endpoint, textAt };
}

describe('the page of figures', () => {
  it('is shown to whoever says the word, and to nobody else', async () => {
    const origin = await serve(await start({ METRICS_TOKEN: token }));
    for (const authorization of ['', token, `Bearer ${token}x`, `Basic ${token}`]) {
      const refused = await fetch(`${origin}/metrics`, { headers: { authorization } });
      expect(refused).toMatchObject({ status: 401 });
      expect(await refused.text()).toBe('');
    }
    expect(await figuresOf(origin)).toContain('process_memory_usage');
  });

  it('counts requests by route and status, and says nothing of their addresses', async () => {
    const origin = await serve(await start({ METRICS_TOKEN: token }));
    await (await fetch(`${origin}/connexion/lien/canari?q=canari`)).text();
    await vi.waitFor(async () => {
      const figures = await figuresOf(origin);
      expect(figures).toMatch(
        /http_server_request_duration\w*_count\{[^}]*http_route="\/connexion\/lien\/\[token\]"[^}]*http_response_status_code="200"[^}]*\} 1\n/,
      );
      expect(figures).not.toContain('canari');
    });
  });

  it('tells what the site keeps: jobs, mails, the journal, the database', async () => {
    const world = await openTestWorld();
    closing.push(() => world.close());
    const telemetry = await start({ METRICS_TOKEN: token });
    telemetry.watchSite({
      db: world.db,
      dataFolder: '.',
      now: () => new Date(world.clock.now().getTime() + 60_000),
    });
    const origin = await serve(telemetry);
    await queueMail(await world.as('visitor'), {
      to: 'canari@example.org',
      subject: 'canari',
      body: 'canari',
    });
    const figures = await figuresOf(origin);
    expect(figures).toMatch(/\nentrelacs_mail_waiting\{[^}]*\} 1\n/);
    expect(figures).toMatch(/\nentrelacs_mail_oldest\w*\{[^}]*\} 60\n/);
    expect(figures).toMatch(/\nentrelacs_jobs\{[^}]*state="queued"[^}]*\} \d+\n/);
    for (const name of ['journal_size', 'database_size', 'disk_free']) {
      expect(figures).toMatch(new RegExp(`\\nentrelacs_${name}\\w*\\{[^}]*\\} \\d{4,}\\n`));
    }
    expect(figures).not.toContain('canari');
  });

  it('still answers when the database does not', async () => {
    const world = await openTestWorld();
    const telemetry = await start({ METRICS_TOKEN: token });
    telemetry.watchSite({ db: world.db, dataFolder: undefined, now: () => new Date() });
    await world.close();
    const figures = await figuresOf(await serve(telemetry));
    expect(figures).toContain('process_memory_usage');
    expect(figures).not.toContain('entrelacs_mail_waiting{');
  });

  it('counts jobs and mails by how they end', async () => {
    const telemetry = await start({ METRICS_TOKEN: token });
    const job = { id: 'a', territoryId: 'b', input: null, report: async () => undefined };
    const mail = (run: () => Promise<void>) =>
      watchJob({ name: 'send-mail', run }, { log: silentLog, telemetry }).run(job);
    await mail(async () => undefined);
    await mail(() => Promise.reject(new Error('canari'))).catch(() => undefined);
    const figures = await figuresOf(await serve(telemetry));
    expect(figures).toMatch(/\nentrelacs_mail_total\{[^}]*state="sent"[^}]*\} 1\n/);
    expect(figures).toMatch(/\nentrelacs_mail_total\{[^}]*state="failed"[^}]*\} 1\n/);
    expect(figures).toMatch(/\nentrelacs_job_duration\w*_count\{[^}]*job="send-mail"[^}]*\} 1\n/);
  });
});

describe('a collector', () => {
  it('is sent figures, and what each request asked the database', async () => {
    const world = await openTestWorld();
    closing.push(() => world.close());
    const { endpoint, textAt } = await openCollector();
    const telemetry = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_SERVICE_NAME: 'pays-de-redon',
    });
    const db = await openDatabase(world.url, { watch: telemetry.database });
    closing.push(() => db.destroy());
    const origin = await serve(telemetry, () => sql`select ${'canari'}::text`.execute(db));
    await (await fetch(`${origin}/connexion/lien/canari`)).text();
    await telemetry.stop();

    const traces = JSON.parse(textAt('/v1/traces')) as Traces;
    const spans = traces.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans));
    const page = spans.find(({ name }) => name === 'GET /connexion/lien/[token]');
    expect(spans.find(({ name }) => name === 'select')).toMatchObject({
      traceId: page?.traceId,
      parentSpanId: page?.spanId,
    });
    const figures = textAt('/v1/metrics');
    for (const name of ['http.server.request.duration', 'db.client.operation.duration', 'pays-de-redon']) {
      expect(figures).toContain(name);
    }
    expect(figures + textAt('/v1/traces')).not.toContain('canari');
  });

  it('that refuses is told to the log, without what it says', async () => {
    const refusing = await listen((_, response) => void response.writeHead(400).end('canari@example.org'));
    const told: unknown[] = [];
    const log = {
      ...silentLog,
      warn: (event: string, fields?: object) => void told.push({ event, ...fields }),
    };
    const telemetry = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: refusing }, log);
    await (await fetch(await serve(telemetry))).text();
    await telemetry.stop();
    expect(told).toContainEqual(
      expect.objectContaining({
        event: 'telemetry',
        reason: expect.stringContaining('Bad Request') as string,
      }),
    );
    expect(JSON.stringify(told)).not.toContain('canari');
  });

  it('that does not answer keeps nobody waiting', async () => {
    const telemetry = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    const origin = await serve(telemetry);
    expect(await (await fetch(origin)).text()).toBe('bonjour');
    const startedAt = performance.now();
    await telemetry.stop();
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });
});

interface Traces {
  resourceSpans: { scopeSpans: { spans: { name: string; traceId: string; spanId: string }[] }[] }[];
}
