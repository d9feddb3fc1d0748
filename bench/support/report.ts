/** One line of the report: what was measured, beside what, and what it should be. */
export interface Line {
  what: string;
  ours: string;
  /** The yardstick, measured in the same run, and what it is; absent where only a goal stands beside. */
  yardstick?: string;
  beside?: string;
  ratio?: string;
  goal?: Goal;
}

interface Goal {
  says: string;
  reached: boolean;
}

const begun = performance.now();

/** Tells whoever waits where the benchmark is, beside the report. */
export function progress(step: string): void {
  process.stderr.write(`[${((performance.now() - begun) / 1000).toFixed(0)} s] ${step}\n`);
}

export function printLines(title: string, lines: readonly Line[]): void {
  const rows = lines.map(({ what, ours, yardstick = '–', beside = '–', ratio = '–', goal }) => [
    what,
    ours,
    yardstick,
    beside,
    ratio,
    goal ? `${goal.says}: ${goal.reached ? 'reached' : 'NOT reached'}` : '–',
  ]);
  const table = [
    ['work', 'Entrelacs', 'beside', 'yardstick', 'ratio', 'goal'],
    Array(6).fill('---'),
    ...rows,
  ];
  process.stdout.write(`\n## ${title}\n\n${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`);
}

/** A line with a figure and its yardstick, of the same unit. */
export function compared(
  what: string,
  say: (value: number) => string,
  figures: { ours: number; yardstick: number; beside: string; goal?: Goal | undefined },
): Line {
  const { ours, yardstick, beside, goal } = figures;
  return {
    what,
    ours: say(ours),
    yardstick: say(yardstick),
    beside,
    ratio: times(ours / yardstick),
    ...(goal && { goal }),
  };
}

export function atMost(limit: number, value: number, say: (value: number) => string): Goal {
  return { says: `≤ ${say(limit)}`, reached: value <= limit };
}

export function atLeast(limit: number, value: number, say: (value: number) => string): Goal {
  return { says: `≥ ${say(limit)}`, reached: value >= limit };
}

const digits = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));
export const ms = (value: number) => `${digits(value)} ms`;
export const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`;
export const times = (value: number) => `× ${digits(value)}`;
export const perSecond = (value: number) => `${value.toFixed(0)} /s`;
export const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
export const megabytes = (value: number) => `${value.toFixed(0)} MB`;
