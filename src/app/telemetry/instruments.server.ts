import type { Meter } from '@opentelemetry/api';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { QueryWatched } from '#kernel/database.server.ts';
import { sendMailJob } from '#kernel/mail.server.ts';
import type { EndedJob } from '../watch-jobs.server.ts';
import type { EndedRequest } from '../watch-requests.server.ts';

/** In seconds, as OpenTelemetry advises for requests: https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ */
const requestBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** In seconds, as it advises for databases. */
const queryBounds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
/** In seconds: a mail takes one, an import minutes. */
const jobBounds = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800];

/** What is measured as it happens. */
export interface Instruments {
  requestEnded(request: EndedRequest): void;
  queryEnded(query: QueryWatched): void;
  jobEnded(job: EndedJob): void;
}

/** Names and units are those of OpenTelemetry's conventions where there is one, and begin with `entrelacs` elsewhere. */
export function makeInstruments(meter: Meter): Instruments {
  const histogram = (name: string, description: string, bounds: number[]) =>
    meter.createHistogram(name, { unit: 's', description, advice: { explicitBucketBoundaries: bounds } });
  const requests = histogram('http.server.request.duration', 'How long requests take', requestBounds);
  const queries = histogram('db.client.operation.duration', 'How long queries take', queryBounds);
  const jobs = histogram('entrelacs.job.duration', 'How long a try of a job takes', jobBounds);
  const mails = meter.createCounter('entrelacs.mail', {
    description: 'Tries to send a mail, by how they ended',
  });
  return {
    requestEnded: ({ method, route, status, seconds }) =>
      requests.record(seconds, {
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
      }),
    queryEnded: ({ operation, seconds, failed }) =>
      queries.record(seconds, {
        'db.system.name': 'postgresql',
        'db.operation.name': operation,
        ...(failed && { 'error.type': 'failed' }),
      }),
    jobEnded({ job, state, seconds }) {
      jobs.record(seconds, { job, state });
      if (job === sendMailJob) mails.add(1, { state: state === 'done' ? 'sent' : state });
    },
  };
}

/** What the process itself uses, told each time figures are asked for. */
export function measureProcess(meter: Meter): void {
  const gauge = (name: string, unit: string, description: string) =>
    meter.createObservableGauge(name, { unit, description });
  const resident = gauge('process.memory.usage', 'By', 'Memory of the process in the machine');
  const heap = gauge('v8js.memory.heap.used', 'By', 'Memory that objects use');
  const typical = gauge('nodejs.eventloop.delay.p50', 's', 'How late the process is, half of the time');
  const bad = gauge('nodejs.eventloop.delay.p99', 's', 'How late the process is, one time in a hundred');
  const worst = gauge('nodejs.eventloop.delay.max', 's', 'How late the process was at worst since last time');
  // In milliseconds.
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  meter.addBatchObservableCallback(
    (told) => {
      const { rss, heapUsed } = process.memoryUsage();
      told.observe(resident, rss);
      told.observe(heap, heapUsed);
      // Nothing was measured yet when there is no time between two readings.
      if (delays.count === 0) return;
      const nanoseconds = 1e9;
      told.observe(typical, delays.percentile(50) / nanoseconds);
      told.observe(bad, delays.percentile(99) / nanoseconds);
      told.observe(worst, delays.max / nanoseconds);
      delays.reset();
    },
    [resident, heap, typical, bad, worst],
  );
}
