import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Counts,
  type TestReport,
  countsOf,
  failuresIn,
  oneFailed,
  onePassed,
  oneSkipped,
  summaryLine,
  sumOf,
} from './support/test-counts.ts';
import { projectRoot } from './support/project-files.ts';

/**
 * What `npm test` runs: everything that guards the project, one step after the other. A failed step does not stop
 * the next ones; the last line counts them all, and the exit code is 1 when anything failed.
 */
interface Step {
  title: string;
  run(): Promise<Counts>;
}

const openData = path.resolve(projectRoot, '../shared');
const journeys = 'e2e/vitest.config.ts';

/** What failed in the steps so far, repeated in the summary. */
const failures: string[] = [];

const steps: readonly Step[] = [
  { title: 'Open data beside the project', run: async () => openDataIsThere() },
  {
    title: 'Types',
    run: () => check('svelte-kit sync', 'svelte-check --tsconfig ./tsconfig.json --fail-on-warnings'),
  },
  { title: 'Lint and boundaries', run: () => check('oxlint --deny-warnings') },
  { title: 'Format', run: () => check('prettier --check --log-level warn .') },
  { title: 'Dead code', run: () => check('knip') },
  { title: 'Unit and integration tests', run: () => tests('vitest run') },
  { title: 'Build', run: () => check('node tooling/build-pages.ts') },
  { title: 'Journeys in a browser', run: runJourneys },
];

/** Tests on real open data find it beside the repository; where nobody put it, they are left out, but never in CI. */
function openDataIsThere(): Counts {
  if (existsSync(openData)) return onePassed;
  console.log('No folder ../shared beside the project: the tests that read real open data are left out.');
  return process.env['CI'] === 'true' ? oneFailed : oneSkipped;
}

async function runJourneys(): Promise<Counts> {
  if (existsSync(path.join(projectRoot, journeys))) return tests(`vitest run --config ${journeys}`);
  console.log(`There is no ${journeys}: no journey to run.`);
  return oneSkipped;
}

/** Runs commands until one fails; together they are one check. */
async function check(...commands: string[]): Promise<Counts> {
  for (const command of commands) {
    if ((await exitCodeOf(command)) !== 0) return oneFailed;
  }
  return onePassed;
}

async function tests(command: string): Promise<Counts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-report-'));
  const report = path.join(folder, 'report.json');
  try {
    const exitCode = await exitCodeOf(
      `${command} --reporter=default --reporter=json --outputFile.json="${report}"`,
    );
    const read: TestReport | null = existsSync(report) ? JSON.parse(await readFile(report, 'utf8')) : null;
    if (read !== null) failures.push(...failuresIn(read));
    return countsOf(read, exitCode);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs a command of `node_modules/.bin`, on the Node that npm installed there. */
function exitCodeOf(command: string): Promise<number> {
  const commands = path.join(projectRoot, 'node_modules/.bin');
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      cwd: projectRoot,
      env: { ...process.env, PATH: `${commands}${path.delimiter}${process.env['PATH'] ?? ''}` },
      shell: true,
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

async function main(): Promise<void> {
  const start = performance.now();
  const outcomes: { title: string; counts: Counts; duration: string }[] = [];
  for (const { title, run } of steps) {
    console.log(`\n=== ${title} ===\n`);
    const stepStart = performance.now();
    const counts = await run();
    outcomes.push({ title, counts, duration: seconds(stepStart) });
  }
  console.log(`\n=== Summary (${seconds(start)}) ===\n`);
  for (const { title, counts, duration } of outcomes) {
    console.log(`${counts.failed > 0 ? 'FAILED' : 'ok    '}  ${title}: ${summaryLine(counts)} (${duration})`);
  }
  if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
  const total = sumOf(outcomes.map(({ counts }) => counts));
  process.exitCode = total.failed > 0 ? 1 : 0;
  console.log(`\n${summaryLine(total)}`);
}

await main();
