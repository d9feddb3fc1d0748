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

  it('of a hundred thousand cells of the same name is named in a moment', () => {
    const cells = Array.from({ length: 100_000 }, () => 'x');
    const { names } = detectHeader([{ start: 0, end: 1, cells }]);
    expect(new Set(names).size).toBe(100_000);
    expect(names.slice(0, 3)).toEqual(['x', 'x (2)', 'x (3)']);
  });
});
