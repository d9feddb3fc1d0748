import { type JobDefinition, JobFailure } from '#kernel/jobs.server.ts';
import type { Log } from '#kernel/log.server.ts';

/** How one try of a job ended. */
export interface EndedJob {
  job: string;
  state: 'done' | 'waiting' | 'dropped' | 'failed';
  seconds: number;
}

/** The same job, of which the log is told how each try ended: never what it worked on. */
export function watchJob(definition: JobDefinition, { log }: { log: Log }): JobDefinition {
  return {
    ...definition,
    async run(job) {
      const startedAt = performance.now();
      const told = (ended: Pick<EndedJob, 'state'> & { reason?: string | undefined }) => ({
        job: definition.name,
        ...ended,
        ms: Math.round(performance.now() - startedAt),
        territory: job.territoryId,
      });
      try {
        const undone = await definition.run(job);
        log.info('job', told({ state: undone?.state ?? 'done', reason: undone?.reason }));
        return undone;
      } catch (error) {
        // The text of an exception may hold anything; a code is ours.
        const reason = error instanceof JobFailure ? error.code : undefined;
        log.warn('job', told({ state: 'failed', reason }));
        throw error;
      }
    },
  };
}
