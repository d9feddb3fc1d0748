import { type JobDefinition, JobFailure } from '#kernel/jobs.server.ts';
import type { Log } from '#kernel/log.server.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

/** How one try of a job ended. */
export interface EndedJob {
  job: string;
  state: 'done' | 'waiting' | 'dropped' | 'failed';
  seconds: number;
}

interface JobWatch {
  log: Log;
  telemetry?: Pick<Telemetry, 'duringJob' | 'jobEnded'> | undefined;
}

/** The same job, of which the log, and the figures, are told how each try ended: never what it worked on. */
export function watchJob(definition: JobDefinition, { log, telemetry }: JobWatch): JobDefinition {
  return {
    ...definition,
    async run(job) {
      const startedAt = performance.now();
      const ended = (level: 'info' | 'warn', state: EndedJob['state'], reason: string | undefined) => {
        const seconds = (performance.now() - startedAt) / 1000;
        telemetry?.jobEnded({ job: definition.name, state, seconds });
        const told = { job: definition.name, state, reason, ms: Math.round(seconds * 1000) };
        log[level]('job', { ...told, territory: job.territoryId });
      };
      try {
        const work = async () => definition.run(job);
        const undone = await (telemetry ? telemetry.duringJob(definition.name, work) : work());
        ended('info', undone?.state ?? 'done', undone?.reason);
        return undone;
      } catch (error) {
        // The text of an exception may hold anything; a code is ours.
        const reason = error instanceof JobFailure ? error.code : undefined;
        ended('warn', 'failed', reason);
        throw error;
      }
    },
  };
}
