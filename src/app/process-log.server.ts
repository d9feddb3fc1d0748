import { systemClock } from '#kernel/clock.ts';
import { type Log, type LogLevel, createLog } from '#kernel/log.server.ts';

type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

/**
 * The log of the process: what needs someone goes to the output for errors, the rest to the other. In a terminal it is
 * made for reading, and leaves out what is usual, so that what the site says to the person there stays in sight.
 */
export function processLog(
  level: LogLevel | undefined,
  { stdout, stderr }: { stdout: Output; stderr: Output } = process,
): Log {
  const format = stderr.isTTY ? 'text' : 'json';
  return createLog({
    level: level ?? (stdout.isTTY ? 'warn' : 'info'),
    format,
    now: systemClock.now,
    write: (line, own) => (own === 'error' || own === 'warn' ? stderr : stdout).write(line),
  });
}
