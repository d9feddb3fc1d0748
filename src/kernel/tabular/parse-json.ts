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

/** A whole text, or signs outside of any. */
const parts = /"[^"\\]*(?:\\.[^"\\]*)*"|[^"]+/gs;

function mended(text: string): string {
  return text.replaceAll(parts, (part) => (part.startsWith('"') ? mendedText(part) : mendedSigns(part)));
}

function mendedText(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (sign) =>
    sign < ' ' ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign,
  );
}

function mendedSigns(signs: string): string {
  return signs.replaceAll(/-?\b(NaN|Infinity|undefined)\b/gi, 'null').replaceAll(/,(?=\s*[\]}])/g, '');
}
