/** One line of the report: what was measured, beside what, and their ratio. */
export interface Line {
  what: string;
  ours: string;
  yardstick: string;
  beside: string;
  ratio: string;
}

export function printLines(title: string, lines: readonly Line[]): void {
  process.stdout.write(
    `\n## ${title}\n\n| work | Entrelacs | beside | yardstick | ratio |\n|---|---|---|---|---|\n`,
  );
  for (const { what, ours, beside, yardstick, ratio } of lines) {
    process.stdout.write(`| ${what} | ${ours} | ${yardstick} | ${beside} | ${ratio} |\n`);
  }
}

export const ms = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
export const times = (value: number) => `× ${value < 10 ? value.toFixed(2) : value.toFixed(0)}`;
export const perSecond = (value: number) => `${Math.round(value)} /s`;
export const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
