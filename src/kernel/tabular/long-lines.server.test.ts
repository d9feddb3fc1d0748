import { describe, expect, it } from 'vitest';
import { detectHeader } from './csv-header.ts';
import { longestLine, physicalLines } from './physical-lines.ts';

async function* pieces(text: string, size: number) {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

describe('a line that is no row of a table', () => {
  it('is cut while it comes, so that a file without line ends stays bounded in memory', async () => {
    const text = `a\n${'x'.repeat(3 * longestLine)}\nb\n`;
    const lines: string[] = [];
    let longest = 0;
    for await (const some of physicalLines(pieces(text, 65_536))) {
      lines.push(...some);
      longest = Math.max(longest, ...some.map((line) => line.length));
    }
    expect(lines.map((line) => line.slice(0, 1))).toEqual(['a', 'x', 'b']);
    expect(longest).toBeGreaterThanOrEqual(longestLine);
    expect(longest).toBeLessThanOrEqual(longestLine + 65_536);
  });

  it('costs no more for each piece of it than the piece', async () => {
    // 160 megabytes; looked at from its beginning with each piece, the line would cost a hundred times as much.
    async function* endless() {
      yield 'a\n';
      for (let piece = 0; piece < 10_000; piece += 1) yield 'x'.repeat(16_000);
      yield '\nb';
    }
    const begun = performance.now();
    const lines: string[] = [];
    for await (const some of physicalLines(endless())) lines.push(...some);
    expect(lines.map((line) => line.slice(0, 1))).toEqual(['a', 'x', 'b']);
    expect(lines[1]).toHaveLength(longestLine);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('may come before any end of line is known', async () => {
    for (const end of ['\n', '\r', '\r\n']) {
      const text = `${'x'.repeat(longestLine + 100_000)}${end}b${end}c`;
      const lines: string[] = [];
      for await (const some of physicalLines(pieces(text, 65_536))) lines.push(...some);
      expect(lines.map((line) => line.slice(0, 1))).toEqual(['x', 'b', 'c']);
    }
  });

  it('of a hundred thousand cells of the same name is named in a moment', () => {
    const cells = Array.from({ length: 100_000 }, () => 'x');
    const { names } = detectHeader([{ start: 0, end: 1, cells }]);
    expect(new Set(names).size).toBe(100_000);
    expect(names.slice(0, 3)).toEqual(['x', 'x (2)', 'x (3)']);
  });
});
