import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Context } from '#kernel/context.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { FrameworkContent } from '#modules/framework/index.ts';
import { type Choice, prepareChoice, workOutChoice } from './choice.ts';
import { type Robustness, type RobustnessTask, robustnessOf } from './choice-robustness.ts';
import type { ChoiceSettings } from './choice-settings.ts';
import type { EvaluationSession } from './evaluation.ts';
import { readResult } from './read-evaluation.server.ts';

/**
 * The subjects of a session compared as options to choose between, for whoever may see its result. It is worked out
 * from what the result shows, and from people's weights, of five at least.
 *
 * @param given.stated weights that people gave the criteria, by criterion id, in any unit
 */
export async function readChoice(
  context: Context,
  session: EvaluationSession,
  given: {
    content: FrameworkContent;
    settings: ChoiceSettings;
    stated: readonly Readonly<Record<string, number>>[];
  },
): Promise<Result<Choice, { code: 'not-allowed' | 'no-result-yet' | 'one-option' }>> {
  const result = await readResult(context, session);
  if (!result.ok) return result;
  const { subjects } = result.value;
  if (subjects.length < 2) return err({ code: 'one-option' });
  const { content, settings, stated } = given;
  const prepared = prepareChoice(subjects, content, { stated, draws: settings.draws });
  return ok(workOutChoice(prepared, settings, await drawOnce(prepared.tasks)));
}

type Drawn = (Robustness | null)[];

/** What was drawn, by what it was drawn from: a closed result does not change, and is often read again. */
const kept = new Map<string, Promise<Drawn>>();
const mostKept = 100;
/** Whoever changes the settings again and again takes one processor, and waits for themselves. */
let line: Promise<unknown> = Promise.resolve();

function drawOnce(tasks: readonly (RobustnessTask | null)[]): Promise<Drawn> {
  const key = createHash('sha256').update(JSON.stringify(tasks)).digest('base64');
  const known = kept.get(key);
  if (known) return known;
  const drawn = line.then(() => draw(tasks));
  line = drawn.catch(() => undefined);
  kept.set(key, drawn);
  drawn.catch(() => kept.delete(key));
  for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - mostKept))) kept.delete(oldest);
  return drawn;
}

/** Multiplications that are sooner done here than a thread is started. */
const fewSteps = 2_000_000;

/** As it stands among the sources: pages are built into one file, away from them. */
const script = createRequire(import.meta.url).resolve('#modules/evaluation/choice-worker.server.ts');

async function draw(tasks: readonly (RobustnessTask | null)[]): Promise<Drawn> {
  const real = tasks.filter((task) => task !== null);
  const steps = real.reduce(
    (sum, { values, levels, draws }) => sum + values.length * levels.length * draws,
    0,
  );
  const done = (steps < fewSteps ? real.map(robustnessOf) : await inWorker(real)).values();
  return tasks.map((task) => (task ? (done.next().value ?? null) : null));
}

function inWorker(tasks: readonly RobustnessTask[]): Promise<Robustness[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: tasks });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread ended without an answer')));
  });
}
