/** Some more lines of a text, in order, without their line feed. */
export type Lines = readonly string[];

/** What is longer, in characters, is no row of a table: its middle is dropped, and it stays at least that long. */
export const longestLine = 2_000_000;

type LineEnd = '\n' | '\r';

/**
 * Cuts a text that comes in pieces into its lines, by bunches. Lines end with LF (a CR before it stays: inside a
 * quoted cell it belongs to the text), or with CR alone when the text begins without any LF, as old Macintosh files do.
 */
export async function* physicalLines(text: AsyncIterable<string>): AsyncGenerator<Lines> {
  let kept = '';
  let end: LineEnd | null = null;
  for await (const piece of text) {
    end ??= lineEnd(piece, kept);
    if (kept.length >= longestLine && (end === null || !piece.includes(end))) continue;
    // Of a line that is too long already, only the end is looked for.
    const next = kept.length >= longestLine && end !== null ? piece.slice(piece.indexOf(end)) : piece;
    const lines: string[] = end === null ? [kept + next] : (kept + next).split(end);
    kept = (lines.pop() ?? '').slice(0, longestLine);
    if (lines.length > 0) yield lines;
  }
  if (kept !== '') yield end === null ? kept.split('\r') : [kept];
}

/** What ends the lines, once that is sure; a CR may be the first half of a line end until much text has come. */
function lineEnd(piece: string, before: string): LineEnd | null {
  if (piece.includes('\n')) return '\n';
  const isMuch = before.length + piece.length > 65_536;
  return isMuch && (piece.includes('\r') || before.includes('\r')) ? '\r' : null;
}
