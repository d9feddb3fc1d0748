#!/usr/bin/env node
// Runs the command line on the Node that npm installed beside us: any Node ≥ 20 is enough to start.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const installed = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const isRecent = Number(process.versions.node.split('.')[0]) >= 24;
/** Kept small: what a page needs lives a moment. `gc` is for the one time the server calls it, once started. */
const frugal = ['--max-semi-space-size=4', '--expose-gc'];
const isWasteful =
  process.argv[2] === 'start' && !frugal.every((option) => process.execArgv.includes(option));

if (isRecent && isWasteful && process.execve) {
  // The same process begins again with these options: so they count however the server was started.
  process.execve(
    process.execPath,
    [process.execPath, ...process.execArgv, ...frugal, ...process.argv.slice(1)],
    { MALLOC_ARENA_MAX: '2', ...process.env },
  );
} else if (isRecent) {
  // Compiled code is kept between starts, which are then a third shorter.
  nodeModule.enableCompileCache();
  await import(new URL('../src/app/command-line.server.ts', import.meta.url).href);
} else if (existsSync(installed)) {
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(installed, process.argv.slice(1), {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: path },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
} else {
  process.stderr.write('Entrelacs : lancez d’abord « npm ci ». / Run "npm ci" first.\n');
  process.exit(1);
}
