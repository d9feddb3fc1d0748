import { startEmbeddedPostgres } from '../embedded-postgres.server.ts';
import type { ChildReport } from './start-in-child.server.ts';

const [, , dataFolder = ''] = process.argv;

function report(line: ChildReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const started = await startEmbeddedPostgres({ dataFolder, log: () => undefined });
if (started.ok) {
  report({ ok: true, url: started.value.url, pid: started.value.pid });
  process.stdin.on('end', () => void started.value.stop()).resume();
} else {
  report(started);
  process.stdin.destroy();
}
