import { z } from 'zod';
import { type Result, err, ok } from '#kernel/result.ts';

/** What the host wants to be told of the site, and where. */
export interface TelemetrySettings {
  /** Figures are sent, each so many milliseconds (OTLP). */
  sendFigures: { everyMilliseconds: number } | undefined;
  /** What happens during requests and jobs is sent; the share of those that are followed, from 0 to 1 (OTLP). */
  sendTraces: { share: number } | undefined;
  /** The word that whoever reads figures at `/metrics` must say (Prometheus). */
  metricsToken: string | undefined;
}

const exporter = z.enum(['otlp', 'none']).default('otlp');
const address = z.url({ protocol: /^https?$/ }).optional();
const shape = z.object({
  OTEL_SDK_DISABLED: z.string().toLowerCase().default('false'),
  OTEL_EXPORTER_OTLP_ENDPOINT: address,
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: address,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address,
  OTEL_EXPORTER_OTLP_PROTOCOL: z.literal('http/json').optional(),
  OTEL_METRICS_EXPORTER: exporter,
  OTEL_TRACES_EXPORTER: exporter,
  OTEL_METRIC_EXPORT_INTERVAL: z.coerce.number().int().min(1000).default(60_000),
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  // Sent in a header: what a header carries as it is, and too long to be guessed.
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,200}$/)
    .optional(),
});

/**
 * Reads the standard variables of OpenTelemetry that are understood here, and our own.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 *
 * @returns undefined when nothing is wanted
 */
export function readTelemetrySettings(
  given: Record<string, string | undefined>,
): Result<TelemetrySettings | undefined, { code: 'variable-invalid'; variable: string }> {
  const read = shape.safeParse(given);
  if (!read.success)
    return err({ code: 'variable-invalid', variable: String(read.error.issues[0]?.path[0]) });
  const { data } = read;
  const isOn = data.OTEL_SDK_DISABLED !== 'true';
  const everywhere = data.OTEL_EXPORTER_OTLP_ENDPOINT;
  const figures =
    data.OTEL_METRICS_EXPORTER === 'otlp' && (data.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT ?? everywhere);
  const traces =
    data.OTEL_TRACES_EXPORTER === 'otlp' && (data.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? everywhere);
  const share = shareOf(data.OTEL_TRACES_SAMPLER, data.OTEL_TRACES_SAMPLER_ARG);
  const settings: TelemetrySettings = {
    sendFigures: isOn && figures ? { everyMilliseconds: data.OTEL_METRIC_EXPORT_INTERVAL } : undefined,
    sendTraces: isOn && traces && share > 0 ? { share } : undefined,
    metricsToken: data.METRICS_TOKEN,
  };
  return ok(Object.values(settings).some(Boolean) ? settings : undefined);
}

/** Nothing outside begins a trace of ours: what a sampler says of parents makes no difference. */
function shareOf(sampler: string, ratio: number): number {
  if (sampler.endsWith('traceidratio')) return ratio;
  return sampler.endsWith('always_off') ? 0 : 1;
}
