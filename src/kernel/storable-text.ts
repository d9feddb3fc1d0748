/**
 * A text as PostgreSQL can keep it, as text and inside JSON: without NUL characters, and with halves of a character
 * (lone surrogates) replaced. Anyone can send either; nobody types them.
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

/** The same on one line: what breaks a line, and other control characters, become one space. */
export function storableLine(text: string): string {
  const parts = text.toWellFormed().split(/[\p{Cc}\u2028\u2029]+/u);
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join(' ');
}
