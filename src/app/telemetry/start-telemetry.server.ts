import type { Log } from '#kernel/log.server.ts';
import type { TelemetrySettings } from './telemetry-settings.ts';
import type { Telemetry } from './telemetry.ts';

/** What follows the site, when the host wants it: what that needs is read from disk, and held in memory, only then. */
export async function startTelemetry(
  settings: TelemetrySettings | undefined,
  about: { log: Log; version: string },
): Promise<Telemetry | undefined> {
  if (!settings) return undefined;
  const { openTelemetry } = await import('./open-telemetry.server.ts');
  return openTelemetry(settings, about);
}
