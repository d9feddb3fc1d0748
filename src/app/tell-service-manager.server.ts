import { spawn } from 'node:child_process';

/**
 * Tells systemd, when it asks (`Type=notify`), that the site serves, or stops. Node has no socket of that kind: the
 * little program that comes with systemd says it. Where it is missing, nothing is said, and nothing breaks.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd-notify.html
 */
export function tellServiceManager(state: 'READY=1' | 'STOPPING=1', environment: NodeJS.ProcessEnv): void {
  if (!environment['NOTIFY_SOCKET']) return;
  const told = spawn('systemd-notify', [state], { stdio: 'ignore', env: environment });
  told.on('error', () => undefined);
  told.unref();
}
