import { describe, expect, it } from 'vitest';
import { readTelemetrySettings } from './telemetry-settings.ts';

function read(given: Record<string, string>) {
  const settings = readTelemetrySettings(given);
  if (!settings.ok) throw new Error(settings.error.variable);
  return settings.value;
}

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' };
const nothing = { sendFigures: undefined, sendTraces: undefined, metricsToken: undefined };

describe('what a host wants to be told', () => {
  it('is nothing, unless they say so', () => {
    expect(read({})).toBeUndefined();
    expect(read({ OTEL_SERVICE_NAME: 'redon', OTEL_TRACES_SAMPLER: 'always_on' })).toBeUndefined();
  });

  it('is figures and traces where a collector listens', () => {
    expect(read(endpoint)).toEqual({
      ...nothing,
      sendFigures: { everyMilliseconds: 60_000 },
      sendTraces: { share: 1 },
    });
  });

  it('is one of them alone', () => {
    const figures = { ...nothing, sendFigures: { everyMilliseconds: 5000 } };
    const interval = { OTEL_METRIC_EXPORT_INTERVAL: '5000' };
    const traces = { ...nothing, sendTraces: { share: 0.1 } };
    const tenth = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' };
    expect(read({ ...endpoint, ...interval, OTEL_TRACES_EXPORTER: 'none' })).toEqual(figures);
    expect(read({ ...endpoint, ...interval, OTEL_TRACES_SAMPLER: 'always_off' })).toEqual(figures);
    expect(read({ ...tenth, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.exemple.fr/v1' })).toEqual(
      traces,
    );
    expect(read({ ...endpoint, ...tenth, OTEL_METRICS_EXPORTER: 'none' })).toEqual(traces);
  });

  it('is figures for whoever says the word', () => {
    const token = { METRICS_TOKEN: 'un-mot-long-et-secret' };
    expect(read(token)).toEqual({ ...nothing, metricsToken: 'un-mot-long-et-secret' });
    expect(read({ ...token, ...endpoint, OTEL_SDK_DISABLED: 'true' })).toEqual(read(token));
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'file:///etc/passwd'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_METRIC_EXPORT_INTERVAL', '10'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
    ['OTEL_METRICS_EXPORTER', 'console'],
    ['METRICS_TOKEN', 'short'],
    ['METRICS_TOKEN', 'with spaces and é in it'],
  ])('is asked again when %s says %s', (variable, value) => {
    expect(readTelemetrySettings({ ...endpoint, [variable]: value })).toEqual({
      ok: false,
      error: { code: 'variable-invalid', variable },
    });
  });
});
