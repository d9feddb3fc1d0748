export type Verdict = 'held' | 'FAILED' | 'not tried';

/** One line of a table: what was tried, the figures, and whether all held. */
export interface Line {
  tried: string;
  figures: string;
  verdict: Verdict;
}

const begun = performance.now();

/** Tells whoever waits where the campaign is, beside the report. */
export function progress(step: string): void {
  process.stderr.write(`[${((performance.now() - begun) / 1000).toFixed(0)} s] ${step}\n`);
}

/** Reports a part and what contradicts it, as Markdown. */
export function printPart(title: string, lines: readonly Line[]): void {
  const rows = [['tried', 'figures', 'verdict'], ['---', '---', '---'], ...lines.map(cellsOf)];
  process.stdout.write(`\n## ${title}\n\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`);
}

function cellsOf({ tried, figures, verdict }: Line): string[] {
  return [tried, figures, verdict];
}

/** A line that held unless something contradicts it; what does is said once here, the first few times. */
export function judged(tried: string, figures: string, troubles: readonly string[]): Line {
  for (const trouble of troubles.slice(0, 10)) progress(`FAILED: ${tried}: ${trouble}`);
  const more = troubles.length > 0 ? `; ${troubles.length} troubles, the first: ${troubles[0]}` : '';
  return { tried, figures: `${figures}${more}`, verdict: troubles.length === 0 ? 'held' : 'FAILED' };
}

export function notTried(tried: string, why: string): Line {
  return { tried, figures: why, verdict: 'not tried' };
}

export const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

/** The middle and the worst of durations in milliseconds. */
export function middleAndWorst(values: readonly number[]): string {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${seconds(middle)} in the middle, ${seconds(sorted.at(-1) ?? 0)} at worst`;
}
