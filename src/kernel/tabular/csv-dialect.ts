import { type Delimiter, scanRecord, splitLeniently } from './csv-records.ts';

const delimiters: readonly Delimiter[] = [';', ',', '\t', '|'];

/** Excel writes `sep=;` as first line; it is the file's own word about its separator. */
const declaration = /^"?sep=([,;\t|])"?\r?$/i;

export function declaredDelimiter(firstLine: string): Delimiter | null {
  const found = declaration.exec(firstLine)?.[1];
  return delimiters.find((one) => one === found) ?? null;
}

/**
 * The separator under which most rows have the same number of cells, and more than one. A decimal comma
 * (`47,39;-1,44`) does not mislead: the row of names has no comma. A file of one column, whose commas are those of
 * its sentences, gives a tab.
 *
 * @param lines first physical lines of the file
 */
export function detectDelimiter(lines: readonly string[]): Delimiter {
  const scored = delimiters.map((delimiter) => ({ delimiter, score: consistency(lines, delimiter) }));
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > 0 ? best.delimiter : '\t';
}

function consistency(lines: readonly string[], delimiter: Delimiter): number {
  if (isOfSentences(lines, delimiter)) return 0;
  const widths = sampleRecords(lines, delimiter).map(({ cells }) => cells.length);
  const usual = usualWidth(widths);
  if (usual < 2) return 0;
  const share = widths.filter((width) => width === usual).length / widths.length;
  const firstWide = widths.find((width) => width > 1);
  return share * Math.log2(usual) * (firstWide === usual ? 2 : 1);
}

/** It is not in the first line, and everywhere else a space follows it: `nom`, then `Jardin, le grand`. */
function isOfSentences(lines: readonly string[], delimiter: Delimiter): boolean {
  const [first = '', ...others] = lines.filter((line) => line.trim() !== '');
  if (first.includes(delimiter) || !/[,;]/.test(delimiter)) return false;
  return others.every((line) =>
    line
      .split(delimiter)
      .slice(1)
      .every((rest) => rest.startsWith(' ')),
  );
}

/**
 * The most frequent number of cells above one (of two as frequent, the larger); 1 when few rows have more than one
 * cell: title rows have one, and a sentence may hold a separator.
 */
export function usualWidth(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  const wide = widths.filter((width) => width > 1);
  if (wide.length < widths.length * 0.3) return 1;
  for (const width of wide) counts.set(width, (counts.get(width) ?? 0) + 1);
  const ranked = [...counts].toSorted((one, other) => other[1] - one[1] || other[0] - one[0]);
  return ranked[0]?.[0] ?? 1;
}

export interface SampleRecord {
  /** Index of its first physical line in the sample. */
  start: number;
  end: number;
  cells: string[];
}

/** The rows of the first lines, read leniently; rows without any text are left out. */
export function sampleRecords(lines: readonly string[], delimiter: Delimiter): SampleRecord[] {
  const records: SampleRecord[] = [];
  for (let start = 0; start < lines.length;) {
    const scanned = scanRecord(lines, start, { delimiter });
    const end = scanned.state === 'open' ? start + 1 : scanned.end;
    const text = lines.slice(start, end).join('\n').replace(/\r$/, '');
    const cells = scanned.state === 'open' ? text.split(delimiter) : splitLeniently(text, delimiter);
    if (cells.some((cell) => cell.trim() !== '')) records.push({ start, end, cells });
    start = end;
  }
  return records;
}
