import { describe, expect, it } from 'vitest';
import { type JobDefinition, JobFailure, type RunningJob } from '#kernel/jobs.server.ts';
import { createLog } from '#kernel/log.server.ts';
import { watchJob } from './watch-jobs.server.ts';

const taken: RunningJob = {
  id: 'a-job',
  territoryId: 'a-territory',
  input: 'canari@example.org',
  report: async () => undefined,
};

async function told(run: JobDefinition['run']) {
  const lines: unknown[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  const log = createLog({ level: 'debug', format: 'json', now: () => new Date(0), write });
  const ending = watchJob({ name: 'send-mail', run }, { log }).run(taken);
  const outcome = await ending.catch((error: unknown) => error);
  return { lines, outcome };
}

const common = { event: 'job', job: 'send-mail', territory: 'a-territory', ms: expect.any(Number) };

describe('the log', () => {
  it('is told of what was done, and of what waits', async () => {
    expect((await told(async () => undefined)).lines).toEqual([
      expect.objectContaining({ ...common, level: 'info', state: 'done' }),
    ]);
    const waiting = await told(async () => ({ state: 'waiting', reason: 'app.mail.no-server', until: null }));
    expect(waiting.lines).toEqual([
      expect.objectContaining({ state: 'waiting', reason: 'app.mail.no-server' }),
    ]);
    expect(waiting.outcome).toMatchObject({ state: 'waiting' });
  });

  it('is told of a failure by its code, and the queue still gets it', async () => {
    const failure = new JobFailure('app.mail.refused');
    const { lines, outcome } = await told(() => Promise.reject(failure));
    expect(outcome).toBe(failure);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'warn', state: 'failed', reason: 'app.mail.refused' }),
    ]);
  });

  it('is never told what a job worked on, nor the text of an exception', async () => {
    const { lines } = await told(() => Promise.reject(new Error('canari@example.org')));
    expect(lines).toEqual([expect.objectContaining({ ...common, state: 'failed' })]);
    expect(JSON.stringify(lines)).not.toContain('canari');
  });
});
