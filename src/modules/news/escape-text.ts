/** What XML 1.0 (section 2.2) cannot hold, even escaped. */
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text without the characters that a feed cannot hold. */
export function writableText(text: string): string {
  return text.replaceAll(unwritable, '');
}

/** Text as HTML, which titles and contents of a feed are made of. */
export function escapeText(text: string): string {
  return writableText(text).replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');
}
