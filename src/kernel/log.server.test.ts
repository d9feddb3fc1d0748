import { describe, expect, it } from 'vitest';
import { type LogLevel, type LogOptions, createLog, logLevels } from './log.server.ts';

function open(options: Partial<LogOptions> = {}) {
  const written: { line: string; level: LogLevel }[] = [];
  const log = createLog({
    level: 'info',
    format: 'json',
    now: () => new Date('2026-11-23T10:00:00Z'),
    write: (line, level) => written.push({ line, level }),
    ...options,
  });
  return { log, written };
}

describe('a log for programs', () => {
  it('writes one object a line, with its time, level and event', () => {
    const { log, written } = open();
    log.warn('job', { job: 'send-mail', state: 'failed', reason: 'a\nb', ms: 12, code: undefined });
    expect(written).toHaveLength(1);
    expect(written[0]?.line.match(/\n/g)).toHaveLength(1);
    expect(JSON.parse(written[0]?.line ?? '')).toEqual({
      time: '2026-11-23T10:00:00.000Z',
      level: 'warn',
      event: 'job',
      job: 'send-mail',
      state: 'failed',
      reason: 'a\nb',
      ms: 12,
    });
  });

  it('leaves out what is less important than asked', () => {
    for (const [place, level] of logLevels.entries()) {
      const { log, written } = open({ level });
      for (const own of logLevels) log[own]('serving');
      expect(written.map((one) => one.level)).toEqual(logLevels.slice(0, place + 1));
    }
  });
});

describe('a log for people', () => {
  it('writes words one after the other, and where it happened below', () => {
    const { log, written } = open({ format: 'text' });
    log.error('page-failed', { route: '/pratiques/[slug]', ms: 3, code: undefined, stack: 'at a:1\nat b:2' });
    expect(written[0]?.line).toBe(
      '10:00:00 error page-failed route=/pratiques/[slug] ms=3\n    at a:1\n    at b:2\n',
    );
  });

  it('moves no cursor', () => {
    const { log, written } = open({ format: 'text' });
    log.error('postgresql', { reason: 'a\u001B[2Jb\r\u202Ec', stack: 'at \u001B[2J' });
    expect(written[0]?.line).toBe('10:00:00 error postgresql reason=a [2Jb c\n    at  [2J\n');
  });
});
