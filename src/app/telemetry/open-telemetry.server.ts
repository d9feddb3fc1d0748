import {
  type DiagLogger,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  context,
  diag,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  type Resource,
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { setTimeout as pause } from 'node:timers/promises';
import { failureFacts } from '#kernel/failure-facts.ts';
import type { Log } from '#kernel/log.server.ts';
import type { QueryWatched } from '#kernel/database.server.ts';
import type { EndedRequest, RequestWatch } from '../watch-requests.server.ts';
import { makeInstruments, measureProcess } from './instruments.server.ts';
import { measurePool, measureSite } from './site-figures.server.ts';
import type { TelemetrySettings } from './telemetry-settings.ts';
import type { Telemetry } from './telemetry.ts';

const scope = 'entrelacs';

/** In milliseconds: nobody keeps a site from stopping. */
const longestFarewell = 3000;

/** Begins to measure, and to send where the settings say. Only loaded when the host asks for it: it takes some 15 MB. */
export function openTelemetry(
  settings: TelemetrySettings,
  { log, version }: { log: Log; version: string },
): Telemetry {
  diag.setLogger(diagnosesTo(log));
  const resource = resourceOf(version);
  const page =
    settings.metricsToken === undefined ? undefined : new PrometheusExporter({ preventServerStart: true });
  const meters = new MeterProvider({ resource, readers: [...(page ? [page] : []), ...sendersOf(settings)] });
  const meter = meters.getMeter(scope, version);
  const instruments = makeInstruments(meter);
  measureProcess(meter);
  const traces = tracesOf(settings, resource);
  const tracer = traces?.getTracer(scope, version);
  let stopped: Promise<void> | undefined;
  return {
    ...instruments,
    watchRequest: () => followRequest(tracer, instruments.requestEnded),
    database: {
      queryEnded(query) {
        instruments.queryEnded(query);
        if (tracer) tellQuery(tracer, query);
      },
      poolOpened: (pool) => measurePool(meter, pool),
    },
    duringJob: (job, work) => (tracer ? followJob(tracer, job, work) : work()),
    watchSite: (site) => measureSite(meter, site),
    writeFigures: page && ((request, response) => page.getMetricsRequestHandler(request, response)),
    stop() {
      stopped ??= sayGoodbye(meters, traces);
      return stopped;
    },
  };
}

async function sayGoodbye(meters: MeterProvider, traces: TracerProvider | undefined): Promise<void> {
  const farewell = Promise.allSettled([meters.shutdown(), traces?.shutdown()]);
  await Promise.race([farewell, pause(longestFarewell, undefined, { ref: false })]);
  context.disable();
  diag.disable();
}

function sendersOf({ sendFigures }: TelemetrySettings): PeriodicExportingMetricReader[] {
  if (!sendFigures) return [];
  const exportIntervalMillis = sendFigures.everyMilliseconds;
  const exportTimeoutMillis = Math.min(exportIntervalMillis, 30_000);
  return [
    new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter(),
      exportIntervalMillis,
      exportTimeoutMillis,
    }),
  ];
}

/** A trace begins here: what strangers write in `traceparent` must not decide what is sent. */
function tracesOf({ sendTraces }: TelemetrySettings, resource: Resource): TracerProvider | undefined {
  if (!sendTraces) return undefined;
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  return new TracerProvider({
    resource,
    sampler: new TraceIdRatioBasedSampler(sendTraces.share),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
}

/** Nothing of the machine but what the host says in `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_SERVICE_NAME`. */
function resourceOf(version: string): Resource {
  const own = resourceFromAttributes({ 'service.name': scope, 'service.version': version });
  const said = detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] });
  return defaultResource().merge(own).merge(said);
}

function followRequest(tracer: Tracer | undefined, count: (request: EndedRequest) => void): RequestWatch {
  if (!tracer) return { during: (work) => work(), ended: count };
  const span = tracer.startSpan('request', { kind: SpanKind.SERVER });
  return {
    during: (work) => context.with(trace.setSpan(context.active(), span), work),
    ended(request) {
      const { method, route, status } = request;
      count(request);
      span.updateName(`${method} ${route}`);
      span.setAttributes({
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
      });
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

function followJob<T>(tracer: Tracer, job: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(job, { kind: SpanKind.CONSUMER }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A query is told once it has ended: what it is part of is what runs then. What nobody asked for is not told. */
function tellQuery(tracer: Tracer, { operation, seconds, failed }: QueryWatched): void {
  if (!trace.getActiveSpan()) return;
  const endTime = Date.now();
  const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': operation };
  const startTime = endTime - seconds * 1000;
  const span = tracer.startSpan(operation, { kind: SpanKind.CLIENT, startTime, attributes });
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(endTime);
}

/** What OpenTelemetry has to say of itself, such as a collector that does not answer: a text, or an error as JSON. */
function diagnosesTo(log: Log): DiagLogger {
  const tell = (message: string) => log.warn('telemetry', failureFacts(errorIn(message)));
  const nothing = () => undefined;
  return { error: tell, warn: tell, info: nothing, debug: nothing, verbose: nothing };
}

function errorIn(message: string): unknown {
  try {
    const { name, message: own, code } = JSON.parse(message) as Partial<Error & { code: string }>;
    return { name, message: own ?? '', code };
  } catch {
    return { name: 'OpenTelemetry', message };
  }
}
