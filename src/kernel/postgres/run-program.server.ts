import { spawn } from 'node:child_process';
import type { ProcessIdentity } from './process-identity.server.ts';

/** How one short-lived program ended: `code` is undefined when it never ran or was killed. */
export interface ProgramOutcome {
  code: number | undefined;
  output: string;
}

interface ProgramOptions {
  cwd?: string;
  identity?: ProcessIdentity | undefined;
  input?: string;
}

/** What the programs of PostgreSQL need of our environment; the rest (mail password, PG* settings…) is none of their business. */
const inherited = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LD_LIBRARY_PATH', 'TZDIR'];

/** The environment of every process of PostgreSQL: English messages, UTC, and only what {@link inherited} names. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const kept = inherited.filter((name) => process.env[name] !== undefined);
  return {
    ...Object.fromEntries(kept.map((name) => [name, process.env[name]])),
    LC_MESSAGES: 'C',
    TZ: 'UTC',
  };
}

/**
 * Runs a program to its end and gathers what it says, on both outputs.
 *
 * @param file absolute path of the program
 * @param options.cwd entered before the identity is taken, so it may lie below a folder this identity cannot reach
 */
export async function runProgram(
  file: string,
  programArguments: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramOutcome> {
  return new Promise((resolve) => {
    const child = spawn(file, programArguments, {
      cwd: options.cwd,
      env: postgresEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      ...options.identity,
    });
    let output = '';
    const gather = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', gather);
    child.stderr.on('data', gather);
    // A program that ends before reading its input breaks the pipe: its exit code tells why.
    child.stdin.on('error', () => undefined);
    child.on('error', (cause) => resolve({ code: undefined, output: `${output}${cause.message}` }));
    child.on('close', (code) => resolve({ code: code ?? undefined, output }));
    child.stdin.end(options.input ?? '');
  });
}
