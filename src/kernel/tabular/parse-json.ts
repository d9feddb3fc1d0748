import type { Json } from '#kernel/json.ts';

/**
 * Reads one JSON value, after a byte order mark or not, also as careless programs write it: `NaN` and `Infinity` (Python, R) are null, commas too many
 * are passed over, line ends and other control characters in texts are taken as they are. Undefined when it is none.
 * Of members of the same name the last one counts, as RFC 8259 leaves it and as `JSON.parse` does.
 */
export function parseJson(text: string): Json | undefined {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return tryParse(bare) ?? tryParse(mended(bare));
}

function tryParse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function mended(text: string): string {
  let mended = '';
  for (let at = 0; at < text.length;) {
    const start = text.indexOf('"', at);
    if (start === -1) return mended + mendedSigns(text.slice(at));
    const end = endOfText(text, start);
    mended += mendedSigns(text.slice(at, start)) + mendedText(text.slice(start, end));
    at = end;
  }
  return mended;
}

/** Index after the quote that closes the text that begins at `start`, or the end. */
function endOfText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
  return text.length;
}

function mendedText(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (sign) =>
    sign < ' ' ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign,
  );
}

function mendedSigns(signs: string): string {
  return signs.replaceAll(/-?\b(NaN|Infinity|undefined)\b/gi, 'null').replaceAll(/,(?=\s*[\]}])/g, '');
}
