/** Some more lines of a text, in order, without their line feed. */
export type Lines = readonly string[];

/** What is longer, in characters, is no row of a table: its middle is dropped, and it stays at least that long. */
export const longestLine = 2_000_000;

/**
 * Cuts a text that comes in pieces into its lines, by bunches. Lines end with LF (a CR before it stays: inside a
 * quoted cell it belongs to the text), or with CR alone when the first piece has no LF, as old Macintosh files do.
 */
export async function* physicalLines(text: AsyncIterable<string>): AsyncGenerator<Lines> {
  let kept = '';
  let end: string | null = null;
  for await (const piece of text) {
    const whole = kept + piece;
    end ??= lineEnd(whole);
    if (end === null) {
      kept = whole.slice(0, longestLine);
      continue;
    }
    const lines = whole.split(end);
    kept = (lines.pop() ?? '').slice(0, longestLine);
    if (lines.length > 0) yield lines;
  }
  if (kept !== '') yield end === null ? kept.split('\r') : [kept];
}

function lineEnd(text: string): string | null {
  if (text.includes('\n')) return '\n';
  return text.length > 65_536 && text.includes('\r') ? '\r' : null;
}
