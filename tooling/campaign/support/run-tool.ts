import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program of the system; rejects with what it said when it fails. */
export async function runTool(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, {
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
  return stdout;
}

export function hasTool(program: string): Promise<boolean> {
  return runTool('sh', '-c', `command -v ${program}`).then(
    () => true,
    () => false,
  );
}
